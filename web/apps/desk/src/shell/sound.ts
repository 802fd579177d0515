// Two short sounds, made here, so that there is no file to load.

let context: AudioContext | null = null;

interface Tone {
  hertz: number;
  atS: number;
  lengthS: number;
}

function play(tones: readonly Tone[], volume: number): void {
  try {
    context ??= new AudioContext();
    // Browsers hold sound back until the page was touched once.
    if (context.state === "suspended") void context.resume();
    for (const tone of tones) {
      const start = context.currentTime + tone.atS;
      const oscillator = context.createOscillator();
      const gain = context.createGain();
      oscillator.type = "sine";
      oscillator.frequency.value = tone.hertz;
      gain.gain.setValueAtTime(0, start);
      gain.gain.linearRampToValueAtTime(volume, start + 0.015);
      gain.gain.exponentialRampToValueAtTime(0.0001, start + tone.lengthS);
      oscillator.connect(gain).connect(context.destination);
      oscillator.start(start);
      oscillator.stop(start + tone.lengthS);
    }
  } catch {
    // No sound device: the toast is seen.
  }
}

/** Three rising notes: a chat is offered. */
export function playOffer(): void {
  play(
    [
      { hertz: 659, atS: 0, lengthS: 0.35 },
      { hertz: 784, atS: 0.14, lengthS: 0.35 },
      { hertz: 988, atS: 0.28, lengthS: 0.6 },
    ],
    0.16,
  );
}

/** One soft note: a customer wrote. */
export function playMessage(): void {
  play([{ hertz: 880, atS: 0, lengthS: 0.22 }], 0.07);
}
