//! The index and the ranking. A word counts the more the fewer articles have it; in a title it counts in full, in the text the more the oftener
//! it stands there, as BM25 has it. A word also finds its longer and shorter forms, which count less.

use std::collections::BTreeMap;

use domain::ArticleId;
use domain::library::Article;

use super::words::words;
use crate::limits::QUERY_CHARS_MAX;

/// What a word in the text counts at most beside one in the title.
const TEXT_WEIGHT: f64 = 0.7;
/// What another form of the word counts.
const FORM_WEIGHT: f64 = 0.8;
/// From so many characters on a word has other forms.
const FORM_CHARS_MIN: usize = 4;
/// So many characters longer or shorter is another form of the word.
const FORM_CHARS: usize = 3;
/// BM25's usual constants: how soon repetition counts no more, and how much a long text is held against it.
const SATURATION: f64 = 1.2;
const LENGTH: f64 = 0.75;

/// Where a word stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Place {
    article: u32,
    in_title: bool,
    in_text: u32,
}

/// The articles with their words.
#[derive(Debug, Default)]
pub(crate) struct Index {
    articles: BTreeMap<ArticleId, Article>,
    /// By number: the id, and how many words the text has.
    numbered: Vec<(ArticleId, f64)>,
    length_mean: f64,
    words: BTreeMap<String, Vec<Place>>,
}

#[expect(clippy::cast_precision_loss, reason = "counts of words and articles are small")]
fn number(count: usize) -> f64 {
    count as f64
}

/// Whether an article is for readers of a language.
fn is_in(article: &Article, language: Option<&str>) -> bool {
    let primary = |tag: &str| tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
    let Some(language) = language.filter(|tag| !tag.is_empty()) else { return true };
    article.language.is_empty() || primary(&article.language) == primary(language)
}

impl Index {
    /// Indexes articles.
    pub(crate) fn new(articles: BTreeMap<ArticleId, Article>) -> Self {
        let mut index = Self::default();
        for (article, count) in articles.values().zip(0u32..) {
            let mut places: BTreeMap<String, Place> = BTreeMap::new();
            let text = words(&article.body);
            index.numbered.push((article.id.clone(), number(text.len())));
            for word in text {
                places.entry(word).or_default().in_text += 1;
            }
            for word in words(&article.title) {
                places.entry(word).or_default().in_title = true;
            }
            for (word, place) in places {
                let place = Place { article: count, ..place };
                index.words.entry(word).or_default().push(place);
            }
        }
        let total: f64 = index.numbered.iter().map(|(_, length)| length).sum();
        index.length_mean = (total / number(index.numbered.len().max(1))).max(1.0);
        index.articles = articles;
        index
    }

    /// The articles that it is of.
    pub(crate) fn articles(&self) -> &BTreeMap<ArticleId, Article> {
        &self.articles
    }

    /// Articles by id, from the one after an id on.
    pub(crate) fn list(
        &self,
        after: Option<&str>,
        language: Option<&str>,
        limit: usize,
    ) -> Vec<(&Article, f64)> {
        let later = |article: &&Article| after.is_none_or(|after| article.id.as_str() > after);
        let wanted = self.articles.values().filter(later).filter(|a| is_in(a, language));
        wanted.take(limit).map(|article| (article, 0.0)).collect()
    }

    /// The articles that fit a query, best first, each with how well: above 0 to 1.
    pub(crate) fn search(
        &self,
        query: &str,
        language: Option<&str>,
        limit: usize,
    ) -> Vec<(&Article, f64)> {
        let query: String = query.chars().take(QUERY_CHARS_MAX).collect();
        let mut asked = words(&query);
        asked.sort_unstable();
        asked.dedup();
        let mut scores: BTreeMap<u32, f64> = BTreeMap::new();
        let mut most = 0.0;
        for word in &asked {
            let fits = self.fits(word);
            let weight = self.weight(fits.len());
            most += weight;
            for (article, fit) in fits {
                *scores.entry(article).or_default() += weight * fit;
            }
        }
        let mut found: Vec<(&Article, f64)> = scores
            .into_iter()
            .filter_map(|(article, score)| {
                let (id, _) = self.numbered.get(article as usize)?;
                Some((self.articles.get(id)?, score / most))
            })
            .filter(|(article, _)| is_in(article, language))
            .collect();
        // Of two that fit equally well the one that is about an outage goes first; else they stay in the order of their ids.
        found.sort_by(|(a, a_score), (b, b_score)| {
            b_score.total_cmp(a_score).then(b.outage.cmp(&a.outage))
        });
        found.truncate(limit);
        found
    }

    /// What a word counts that so many articles have. One that none has counts half as much as the rarest: customers write many words.
    fn weight(&self, having: usize) -> f64 {
        let all = number(self.numbered.len());
        let rarity = |n: f64| (1.0 + (all - n + 0.5) / (n + 0.5)).ln();
        if having == 0 { rarity(1.0) / 2.0 } else { rarity(number(having)) }
    }

    /// The articles that have a word in any of its forms, with how well each does, 0 to 1.
    fn fits(&self, word: &str) -> BTreeMap<u32, f64> {
        let mut fits: BTreeMap<u32, f64> = BTreeMap::new();
        for (form, weight) in self.forms(word) {
            for place in self.words.get(form).into_iter().flatten() {
                let fit = fits.entry(place.article).or_default();
                *fit = fit.max(weight * self.fit(*place));
            }
        }
        fits
    }

    fn fit(&self, place: Place) -> f64 {
        if place.in_title {
            return 1.0;
        }
        let length = self.numbered.get(place.article as usize).map_or(0.0, |(_, length)| *length);
        let count = f64::from(place.in_text);
        let held_back = SATURATION * (1.0 - LENGTH + LENGTH * length / self.length_mean);
        TEXT_WEIGHT * (count * (SATURATION + 1.0) / (count + held_back)).min(1.0)
    }

    /// The words of the index that are the word itself or another form of it: a beginning of it, or it is a beginning of theirs.
    fn forms<'a>(&'a self, word: &'a str) -> Vec<(&'a str, f64)> {
        let mut forms = vec![(word, 1.0)];
        let chars = word.chars().count();
        if chars < FORM_CHARS_MIN {
            return forms;
        }
        let longer = self
            .words
            .range::<str, _>((std::ops::Bound::Excluded(word), std::ops::Bound::Unbounded))
            .map(|(other, _)| other.as_str())
            .take_while(|other| other.starts_with(word))
            .filter(|other| other.chars().count() <= chars + FORM_CHARS);
        forms.extend(longer.map(|other| (other, FORM_WEIGHT)));
        let ends = word.char_indices().map(|(at, _)| at).rev().take(FORM_CHARS);
        let shorter = ends.map(|end| &word[..end]);
        let known = shorter.filter(|form| {
            form.chars().count() >= FORM_CHARS_MIN && self.words.contains_key(*form)
        });
        forms.extend(known.map(|form| (form, FORM_WEIGHT)));
        forms
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(id: &str, language: &str, title: &str, body: &str) -> Article {
        Article {
            id: ArticleId::new(id),
            title: title.into(),
            body: body.into(),
            language: language.into(),
            outage: false,
        }
    }

    fn shop() -> Index {
        let articles = [
            article(
                "delivery",
                "en",
                "Delivery times",
                "We deliver within five days. A desk takes ten. You can return it.",
            ),
            article(
                "returns",
                "en",
                "Returns",
                "Send it back within 30 days. Use the label in the box. Refunds take a week.",
            ),
            article(
                "assembly",
                "en",
                "How to assemble a desk",
                "Lay the top on the floor. Screw the legs to the desk.",
            ),
            article(
                "ruecksendung",
                "de",
                "Rücksendung",
                "Schicken Sie es innerhalb von 30 Tagen zurück.",
            ),
            article("henpin", "ja", "返品について", "三十日以内に返品できます。"),
            article("contact", "", "Contact", "Call 555 0100."),
        ];
        Index::new(articles.into_iter().map(|a| (a.id.clone(), a)).collect())
    }

    fn found(query: &str, language: Option<&str>) -> Vec<String> {
        let index = shop();
        index.search(query, language, 10).iter().map(|(a, _)| a.id.to_string()).collect()
    }

    #[test]
    fn a_title_goes_before_a_text_and_other_forms_are_found() {
        assert_eq!(found("How can I return my order?", None), ["returns", "delivery"]);
        assert_eq!(found("desks", None), ["assembly", "delivery"]);
        assert_eq!(found("refund", None), ["returns"]);
        assert_eq!(found("assembling the legs", None), ["assembly"]);
    }

    #[test]
    fn more_words_found_are_better_and_rare_ones_more_so() {
        assert_eq!(found("desk delivery in days", None)[0], "delivery");
        let index = shop();
        let score = |query: &str, id: &str| {
            let hits = index.search(query, None, 10);
            hits.iter().find(|(a, _)| a.id.as_str() == id).map_or(0.0, |(_, score)| *score)
        };
        assert!((score("returns", "returns") - 1.0).abs() < 1e-9);
        assert!(score("returns label", "returns") > score("returns spaceship", "returns"));
        assert!(score("returns spaceship", "returns") > 0.5);
        assert!(score("spaceship warp engine desk", "delivery") < 0.3);
    }

    #[test]
    fn articles_of_other_languages_are_left_out() {
        assert_eq!(found("30", None), ["ruecksendung", "returns"], "the shorter text first");
        assert_eq!(found("30", Some("de-AT")), ["ruecksendung"]);
        assert_eq!(found("555", Some("ja")), ["contact"], "in no language is for all");
        assert_eq!(found("返品したいです", Some("ja")), ["henpin"]);
        assert_eq!(found("返品したいです", Some("en")), Vec::<String>::new());
    }

    #[test]
    fn what_says_nothing_finds_nothing() {
        for query in ["", "the", "?!", "how do you do", "xyzzy"] {
            assert_eq!(found(query, None), Vec::<String>::new(), "{query:?}");
        }
    }

    #[test]
    fn of_equals_the_outage_goes_first_and_then_the_id() {
        let mut articles: BTreeMap<ArticleId, Article> = BTreeMap::new();
        for id in ["a", "b", "c"] {
            let outage = id == "c";
            let one = Article { outage, ..article(id, "", "Payment", "By card.") };
            articles.insert(one.id.clone(), one);
        }
        let index = Index::new(articles);
        let ids = |hits: Vec<(&Article, f64)>| -> Vec<String> {
            hits.iter().map(|(a, _)| a.id.to_string()).collect()
        };
        assert_eq!(ids(index.search("payment", None, 10)), ["c", "a", "b"]);
        assert_eq!(ids(index.search("payment", None, 1)), ["c"]);
        assert_eq!(ids(index.list(Some("a"), None, 1)), ["b"]);
    }
}
