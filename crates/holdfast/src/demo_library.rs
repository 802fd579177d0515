//! What the demo's tenant keeps for its staff and customers: topics that lead to its queues, standard texts with shortcuts, and knowledge
//! articles of a shop for furniture.

use domain::library::{Article, Change, StandardText, Topic};
use domain::{ArticleId, QueueId, StandardTextId, TopicId};

/// Id, name, queue.
const TOPICS: [(&str, &str, &str); 4] = [
    ("order", "My order or delivery", "general"),
    ("advice", "Advice before I buy", "sales"),
    ("invoice", "Invoice or payment", "billing"),
    ("other", "Something else", "general"),
];

/// Id, name, shortcut, language, text or address.
const TEXTS: [(&str, &str, &str, &str, &str); 7] = [
    (
        "hello",
        "Greeting",
        "hi",
        "en",
        "Hello, thank you for writing to Northwind Home. How can I help you?",
    ),
    (
        "hallo",
        "Begrüßung",
        "hi",
        "de",
        "Guten Tag und danke für Ihre Nachricht an Northwind Home. Wie kann ich helfen?",
    ),
    ("moment", "One moment", "mo", "en", "One moment please, I am looking that up for you."),
    (
        "number",
        "Ask for the order number",
        "no",
        "en",
        "Could you give me your order number? It is at the top of your confirmation e-mail.",
    ),
    ("anything", "Anything else", "more", "en", "Is there anything else that I can do for you?"),
    ("bye", "Goodbye", "bye", "en", "Thank you for your patience, and have a good day."),
    ("returns-page", "Returns page", "ret", "", "https://northwind.example/returns"),
];

/// Id, language, title, text.
const ARTICLES: [(&str, &str, &str, &str); 7] = [
    (
        "delivery",
        "en",
        "Delivery times and costs",
        "Small items arrive within three working days, furniture within ten. Delivery is free from 50 euros on; below that it costs 4.90 euros. You choose the day for furniture, and the driver calls half an hour before.",
    ),
    (
        "track",
        "en",
        "Where is my order?",
        "The link in your shipping e-mail shows where your parcel is. If it has not moved for three days, write to us with your order number and we will look for it.",
    ),
    (
        "returns",
        "en",
        "Returns and refunds",
        "You can send everything back within 30 days. Print the label from the returns page, and bring the parcel to any post office; we fetch furniture at your home. The refund is in your account within a week.",
    ),
    (
        "assembly",
        "en",
        "How to assemble a shelf or a desk",
        "The manual is in the box and on the product's page. Lay all parts out on a blanket, turn the screws by hand first, and tighten them when everything stands straight. Two people are faster than one.",
    ),
    (
        "invoice",
        "en",
        "Where to find an invoice",
        "Invoices are in your account under Orders, as PDF. For a company's invoice add the name and the VAT number there before you download it.",
    ),
    (
        "rueckgabe",
        "de",
        "Rückgabe und Erstattung",
        "Sie können alles innerhalb von 30 Tagen zurückgeben. Das Etikett drucken Sie auf der Seite Rückgabe aus; Möbel holen wir bei Ihnen ab. Das Geld ist innerhalb einer Woche auf Ihrem Konto.",
    ),
    (
        "card-outage",
        "en",
        "Payment by card is not working at the moment",
        "Our card processor has an outage. Please pay by bank transfer or try again later; your basket is kept.",
    ),
];

/// The changes that make it.
pub(crate) fn changes() -> Vec<Change> {
    let topics = TOPICS.map(|(id, name, queue)| {
        let (id, queue) = (TopicId::new(id), QueueId::new(queue));
        Change::PutTopic(Topic { id, name: name.into(), queue, enabled: true })
    });
    let texts = TEXTS.map(|(id, name, shortcut, language, text)| {
        let is_link = text.starts_with("https://");
        Change::PutStandardText(StandardText {
            id: StandardTextId::new(id),
            name: name.into(),
            text: if is_link { String::new() } else { text.into() },
            url: if is_link { text.into() } else { String::new() },
            shortcut: shortcut.into(),
            language: language.into(),
        })
    });
    let articles = ARTICLES.map(|(id, language, title, body)| {
        Change::PutArticle(Article {
            id: ArticleId::new(id),
            title: title.into(),
            body: body.into(),
            language: language.into(),
            outage: id.ends_with("-outage"),
        })
    });
    topics.into_iter().chain(texts).chain(articles).collect()
}
