//! Prompts: what the customer is told at each turn, shipped in every language and editable per queue. What it leaves out: showing them.

use serde::{Deserialize, Serialize};

use crate::directory::Directory;
use crate::id::QueueId;

/// The shipped languages; the first is that of everyone whose own is not shipped.
pub const LANGUAGES: [&str; 6] = ["en", "de", "es", "fr", "ja", "ar"];

/// A prompt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PromptName {
    /// Before the first message.
    Welcome,
    /// While waiting; `{position}` and `{estimate}` stand for the customer's.
    InQueue,
    /// `{agent}` has entered.
    AgentJoined,
    /// `{agent}` is not heard at the moment.
    AgentInterrupted,
    /// `{agent}` was given up as lost; the conversation goes on.
    AgentLost,
    /// `{agent}` is heard again.
    AgentBack,
    /// Passed to another agent or queue.
    Transferred,
    /// Put back into its queue.
    Released,
    /// Nobody did anything for a while.
    IdleWarning,
    /// The chat is over.
    Ended,
    /// The queue takes no more.
    QueueFull,
    /// Outside the queue's hours.
    Closed,
    /// The customer's own connection is back.
    Restored,
}

/// All prompts, in the order in which screens and docs list them.
pub const PROMPTS: [PromptName; 13] = [
    PromptName::Welcome,
    PromptName::InQueue,
    PromptName::AgentJoined,
    PromptName::AgentInterrupted,
    PromptName::AgentLost,
    PromptName::AgentBack,
    PromptName::Transferred,
    PromptName::Released,
    PromptName::IdleWarning,
    PromptName::Ended,
    PromptName::QueueFull,
    PromptName::Closed,
    PromptName::Restored,
];

impl PromptName {
    /// The name as written on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Welcome => "welcome",
            Self::InQueue => "in_queue",
            Self::AgentJoined => "agent_joined",
            Self::AgentInterrupted => "agent_interrupted",
            Self::AgentLost => "agent_lost",
            Self::AgentBack => "agent_back",
            Self::Transferred => "transferred",
            Self::Released => "released",
            Self::IdleWarning => "idle_warning",
            Self::Ended => "ended",
            Self::QueueFull => "queue_full",
            Self::Closed => "closed",
            Self::Restored => "restored",
        }
    }

    /// The shipped wordings, in the order of [`LANGUAGES`].
    fn shipped(self) -> [&'static str; LANGUAGES.len()] {
        match self {
            Self::Welcome => [
                "Welcome! How can we help you?",
                "Willkommen! Wie können wir helfen?",
                "¡Hola! ¿En qué podemos ayudarle?",
                "Bienvenue ! Comment pouvons-nous vous aider ?",
                "ようこそ。ご用件をお聞かせください。",
                "مرحبًا! كيف يمكننا مساعدتك؟",
            ],
            Self::InQueue => [
                "You are number {position} in the queue. Estimated wait: {estimate}.",
                "Sie sind Nummer {position} in der Warteschlange. Geschätzte Wartezeit: {estimate}.",
                "Ocupa el puesto {position} de la cola. Espera estimada: {estimate}.",
                "Vous êtes en position {position} dans la file. Attente estimée : {estimate}.",
                "現在の順番は {position} 番目です。待ち時間の目安: {estimate}。",
                "ترتيبك في الانتظار {position}. الوقت المتوقع: {estimate}.",
            ],
            Self::AgentJoined => [
                "{agent} has joined the chat.",
                "{agent} ist jetzt im Chat.",
                "{agent} se ha unido al chat.",
                "{agent} a rejoint le chat.",
                "{agent} がチャットに参加しました。",
                "انضم {agent} إلى المحادثة.",
            ],
            Self::AgentInterrupted => [
                "{agent}'s connection was interrupted. One moment, please.",
                "Die Verbindung von {agent} ist unterbrochen. Einen Moment bitte.",
                "La conexión de {agent} se ha interrumpido. Un momento, por favor.",
                "La connexion de {agent} est interrompue. Un instant, s'il vous plaît.",
                "{agent} の接続が中断しました。少々お待ちください。",
                "انقطع اتصال {agent}. لحظة من فضلك.",
            ],
            Self::AgentLost => [
                "The connection to {agent} is lost. You keep your place, and the next free agent will go on from here.",
                "Die Verbindung zu {agent} ist verloren. Sie behalten Ihren Platz, und wer als Nächstes frei ist, macht hier weiter.",
                "Se perdió la conexión con {agent}. Conserva su lugar y el próximo agente libre continuará desde aquí.",
                "La connexion avec {agent} est perdue. Vous gardez votre place, et le prochain conseiller libre reprendra ici.",
                "{agent} との接続が失われました。順番はそのままで、次の担当者が続きを承ります。",
                "فقدنا الاتصال مع {agent}. مكانك محفوظ، وسيتابع معك أول موظف متاح.",
            ],
            Self::AgentBack => [
                "{agent} is back.",
                "{agent} ist wieder da.",
                "{agent} ha vuelto.",
                "{agent} est de retour.",
                "{agent} が戻りました。",
                "عاد {agent}.",
            ],
            Self::Transferred => [
                "You are being passed to a colleague. Everything you wrote goes with you.",
                "Wir leiten Sie weiter. Alles, was Sie geschrieben haben, geht mit.",
                "Le pasamos con otra persona del equipo, que podrá leer todo lo que escribió.",
                "Nous vous passons un autre conseiller. Tout ce que vous avez écrit vous suit.",
                "別の担当者におつなぎします。これまでの内容は引き継がれます。",
                "نحوّلك إلى شخص آخر من فريقنا. كل ما كتبته ينتقل معك.",
            ],
            Self::Released => [
                "You are back in the queue at your place. The next free agent will go on from here.",
                "Sie sind wieder an Ihrem Platz in der Warteschlange. Wer als Nächstes frei ist, macht hier weiter.",
                "Está de nuevo en la cola, en su lugar. El próximo agente libre continuará desde aquí.",
                "Vous êtes de retour dans la file, à votre place. Le prochain conseiller libre reprendra ici.",
                "元の順番で待機に戻りました。次の担当者が続きを承ります。",
                "عدت إلى مكانك في الانتظار. سيتابع معك أول موظف متاح.",
            ],
            Self::IdleWarning => [
                "Are you still there? The chat will be closed if nobody writes.",
                "Sind Sie noch da? Der Chat wird geschlossen, wenn niemand schreibt.",
                "¿Sigue ahí? El chat se cerrará si nadie escribe.",
                "Êtes-vous toujours là ? Le chat sera fermé si personne n'écrit.",
                "まだいらっしゃいますか。書き込みがない場合、チャットは終了します。",
                "هل ما زلت هنا؟ ستُغلق المحادثة إذا لم يكتب أحد.",
            ],
            Self::Ended => [
                "This chat has ended. Thank you.",
                "Dieser Chat ist beendet. Vielen Dank.",
                "Este chat ha terminado. Gracias.",
                "Ce chat est terminé. Merci.",
                "チャットは終了しました。ありがとうございました。",
                "انتهت هذه المحادثة. شكرًا لك.",
            ],
            Self::QueueFull => [
                "All places in the queue are taken at the moment. Please try again later.",
                "Im Moment sind alle Plätze in der Warteschlange belegt. Bitte versuchen Sie es später noch einmal.",
                "En este momento la cola está completa. Inténtelo más tarde, por favor.",
                "La file est complète pour le moment. Veuillez réessayer plus tard.",
                "現在、待ち行列がいっぱいです。しばらくしてからお試しください。",
                "الانتظار ممتلئ حاليًا. يرجى المحاولة لاحقًا.",
            ],
            Self::Closed => [
                "We are closed at the moment. Leave us a message and we will answer.",
                "Im Moment ist niemand da. Hinterlassen Sie uns eine Nachricht, wir antworten.",
                "Ahora estamos cerrados. Déjenos un mensaje y le responderemos.",
                "Nous sommes fermés pour le moment. Laissez-nous un message, nous répondrons.",
                "ただいま営業時間外です。メッセージを残していただければご返答します。",
                "نحن خارج أوقات العمل الآن. اترك لنا رسالة وسنرد عليك.",
            ],
            Self::Restored => [
                "You are connected again. Nothing was lost.",
                "Sie sind wieder verbunden. Nichts ist verloren gegangen.",
                "La conexión ha vuelto. No se ha perdido nada.",
                "La connexion est rétablie. Rien n'a été perdu.",
                "再接続しました。失われたものはありません。",
                "عاد الاتصال. لم يُفقد شيء.",
            ],
        }
    }
}

/// The shipped language that is nearest to a BCP 47 tag: `de-AT` is `de`.
#[must_use]
pub fn nearest_language(tag: Option<&str>) -> &'static str {
    let primary = tag.unwrap_or_default().split('-').next().unwrap_or_default();
    LANGUAGES.iter().find(|l| l.eq_ignore_ascii_case(primary)).copied().unwrap_or(LANGUAGES[0])
}

impl Directory {
    /// What a customer of a queue is told, in the nearest shipped language; None: the prompt is switched off.
    #[must_use]
    pub fn prompt(
        &self,
        name: PromptName,
        queue: &QueueId,
        language: Option<&str>,
    ) -> Option<&str> {
        let language = nearest_language(language);
        let index = LANGUAGES.iter().position(|l| *l == language).unwrap_or(0);
        let own = self.library.wording(name, queue, language);
        Some(own.unwrap_or(name.shipped()[index])).filter(|text| !text.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Body;
    use crate::library::PromptChange;

    #[test]
    fn every_prompt_is_shipped_in_every_language_with_the_same_places() {
        for prompt in PROMPTS {
            let wordings = prompt.shipped();
            for place in ["{agent}", "{position}", "{estimate}"] {
                let has = |text: &&str| text.contains(place);
                let count = wordings.iter().filter(|text| has(text)).count();
                assert!(count == 0 || count == LANGUAGES.len(), "{prompt:?} {place}");
            }
            assert!(wordings.iter().all(|text| !text.is_empty()), "{prompt:?}");
        }
    }

    #[test]
    fn a_queues_own_wording_goes_before_the_tenants_and_that_before_the_shipped() {
        let (general, sales) = (QueueId::new("general"), QueueId::new("sales"));
        let mut directory = Directory::default();
        let mut change = |queue: Option<&QueueId>, text: Option<&str>| {
            directory.library.apply(&Body::PromptChanged(PromptChange {
                prompt: PromptName::Ended,
                queue: queue.cloned(),
                language: "de".into(),
                text: text.map(Into::into),
            }));
            let told = |queue| directory.prompt(PromptName::Ended, queue, Some("de-AT"));
            (told(&general).map(str::to_owned), told(&sales).map(str::to_owned))
        };
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(change(None, Some("Ende.")), (some("Ende."), some("Ende.")));
        assert_eq!(change(Some(&sales), Some("Bye.")), (some("Ende."), some("Bye.")));
        assert_eq!(change(Some(&sales), Some("")), (some("Ende."), None));
        let shipped = some("Dieser Chat ist beendet. Vielen Dank.");
        assert_eq!(change(None, None), (shipped, None));
    }
}
