//! Letters: what the mail server gets, and what its refusals mean.

use delivery::{Courier, Failure, File, Letter, Settings};

use crate::smtp::{SmtpServer, Turn};

fn courier(server: &SmtpServer) -> Courier {
    let settings = Settings {
        smtp_url: Some(server.url()),
        mail_from: Some("Holdfast <reports@example.com>".into()),
        private_hosts: Vec::new(),
    };
    Courier::new(&settings).unwrap()
}

async fn send(courier: &Courier) -> Result<(), Failure> {
    let file = File {
        name: "queues.csv".into(),
        media_type: "text/csv; charset=utf-8; header=present",
        bytes: "queue,offered\r\nKöln,7\r\n".as_bytes().to_vec().into(),
    };
    let to = ["ann@example.com".to_owned(), "bob@example.com".to_owned()];
    let letter = Letter {
        to: &to,
        subject: "Köln: Queue performance".into(),
        text: "Hello".into(),
        delivery: "queues.20261121T063000Z",
        seconds: 1_795_251_601,
        file: &file,
    };
    courier.mail(&letter).await
}

#[tokio::test]
async fn a_letter_arrives_once_for_all_with_its_file() {
    let mut server = SmtpServer::start().await;
    send(&courier(&server)).await.unwrap();
    let letter = server.letters.recv().await.unwrap();
    assert_eq!(letter.to, ["ann@example.com", "bob@example.com"]);
    assert_eq!(letter.header("Message-ID"), "<queues.20261121T063000Z@example.com>");
    assert_eq!(letter.header("From"), "Holdfast <reports@example.com>");
    assert!(letter.text.contains("Content-Type: text/csv"), "{}", letter.text);
    // The file in base64, as `printf 'queue,offered\r\nKöln,7\r\n' | base64` writes it.
    assert!(letter.text.contains("cXVldWUsb2ZmZXJlZA0KS8O2bG4sNw0K"), "{}", letter.text);
}

#[tokio::test]
async fn a_refusal_for_good_and_one_for_now_are_told_apart() {
    let mut server = SmtpServer::start().await;
    let courier = courier(&server);
    server.then(Turn::Recipient("550 5.1.1 no such mailbox here"));
    let refused = send(&courier).await.unwrap_err();
    assert!(!refused.is_passing, "{refused}");
    assert!(refused.detail.contains("no such mailbox here"), "{refused}");
    server.then(Turn::Recipient("450 4.2.0 come back later"));
    let refused = send(&courier).await.unwrap_err();
    assert!(refused.is_passing, "{refused}");
    assert!(server.letters.try_recv().is_err(), "to all of them or to none");
    server.then(Turn::TakenUnsaid { cut: true });
    let cut = send(&courier).await.unwrap_err();
    assert!(cut.is_passing, "whether it was taken nobody knows: {cut}");
    send(&courier).await.unwrap();
    let (first, second) =
        (server.letters.recv().await.unwrap(), server.letters.recv().await.unwrap());
    assert_eq!(first.header("Message-ID"), second.header("Message-ID"), "who gets both can tell");
}

#[tokio::test]
async fn without_a_mail_server_it_says_so() {
    let nobody = Courier::new(&Settings::default()).unwrap();
    assert!(!nobody.can_mail());
    let refused = send(&nobody).await.unwrap_err();
    assert!(!refused.is_passing && refused.detail.contains("HOLDFAST_SMTP_URL"), "{refused}");
    let no_sender = Settings { smtp_url: Some("smtp://localhost".into()), ..Settings::default() };
    assert_eq!(Courier::new(&no_sender).unwrap_err().setting, "mail_from");
    assert!(!format!("{no_sender:?}").contains("localhost"));
    // Nobody listens there.
    let gone = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let settings = Settings {
        smtp_url: Some(format!("smtp://{gone}")),
        mail_from: Some("reports@example.com".into()),
        ..Settings::default()
    };
    let refused = send(&Courier::new(&settings).unwrap()).await.unwrap_err();
    assert!(refused.is_passing, "{refused}");
}
