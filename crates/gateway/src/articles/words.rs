//! From a text to the words by which it is found: lower case, without those that stand in every text; writing without spaces in pairs of
//! characters.

/// Words that say nothing about the matter, in the shipped languages that are written with spaces.
const STOP_WORDS: [&str; 4] = [
    " a about after all am an and any are as at be been but by can could did do does for from get got had has have he hello her hi him his how i if \
      in into is it its just let me my no not now of off on one or our out please she should so some than thank thanks that the their them then \
      there they this to too up us want was we were what when where which who why will with would yes you your ",
    " aber alle als also am an auch auf aus bei bin bis bitte da das dass dem den der des die dies diese doch du ein eine einem einen einer er es \
      für habe haben hallo hat ich ihr im in ist ja kann kein keine können man mein meine mich mir mit nach nicht noch nun nur oder sehr sich sie sind so \
      um und uns unser von vor wann war warum was wenn wer werden wie will wir wird wo zu zum zur über ",
    " al como con cuando de del desde donde dónde el ella en es esta está este gracias ha hay hola la las le lo los me mi mis más muy no nos o para pero \
      por porque puede puedo que qué quiero se ser si sin sobre su sus también te tengo tu un una y ya yo cómo cuándo ",
    " au aux avec avez ai bonjour c ce cela ces cette comment d dans de des du elle en est et eu il ils j je l la le les leur lui m ma mais me merci mes \
      mon n ne nous on ou où par pas plus pour pourquoi puis qu quand que qui quoi s sa se ses son sont suis sur t ta te tu un une veux vous y à été être ",
];

fn is_stop_word(word: &str) -> bool {
    let padded = format!(" {word} ");
    STOP_WORDS.iter().any(|words| words.contains(&padded))
}

/// Whether words are written without spaces between them.
fn is_unspaced(c: char) -> bool {
    matches!(u32::from(c), 0x3041..=0x30ff | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xf900..=0xfaff | 0x0e00..=0x0e7f)
}

fn push_word(word: &mut String, to: &mut Vec<String>) {
    if !word.is_empty() {
        let done = std::mem::take(word);
        if !is_stop_word(&done) {
            to.push(done);
        }
    }
}

fn push_pairs(run: &mut Vec<char>, to: &mut Vec<String>) {
    match run.as_slice() {
        [] => {}
        [one] => to.push(one.to_string()),
        many => to.extend(many.windows(2).map(|pair| pair.iter().collect::<String>())),
    }
    run.clear();
}

/// The words of a text, in order.
pub(super) fn words(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let (mut word, mut run) = (String::new(), Vec::new());
    for c in text.chars() {
        if is_unspaced(c) {
            push_word(&mut word, &mut found);
            run.push(c);
            continue;
        }
        push_pairs(&mut run, &mut found);
        if c.is_alphanumeric() {
            word.extend(c.to_lowercase());
        } else {
            push_word(&mut word, &mut found);
        }
    }
    push_word(&mut word, &mut found);
    push_pairs(&mut run, &mut found);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_lower_case_and_say_something() {
        assert_eq!(words("How do I return the DESK?"), ["return", "desk"]);
        assert_eq!(words("Wo ist meine Lieferung (Größe 2)?"), ["lieferung", "größe", "2"]);
        assert_eq!(words("l'échange de l’armoire"), ["échange", "armoire"]);
        assert_eq!(words("أين طلبي؟"), ["أين", "طلبي"]);
        assert_eq!(words("…!"), Vec::<String>::new());
    }

    #[test]
    fn writing_without_spaces_goes_in_pairs() {
        assert_eq!(words("返品方法"), ["返品", "品方", "方法"]);
        assert_eq!(words("A4の紙"), ["a4", "の紙"]);
        assert_eq!(words("紙 USB"), ["紙", "usb"]);
    }
}
