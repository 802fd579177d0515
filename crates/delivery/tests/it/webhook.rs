//! Webhooks: what the receiver gets, how it knows from whom, and where a webhook does not reach.

use delivery::{Courier, Failure, File, Post, Settings, sign};

use crate::receiver::Receiver;

const SECRET: &str = "hfw_secret";

fn courier(private_hosts: &[&str]) -> Courier {
    let private_hosts = private_hosts.iter().map(|host| (*host).to_owned()).collect();
    Courier::new(&Settings { private_hosts, ..Settings::default() }).unwrap()
}

async fn post(courier: &Courier, url: &str) -> Result<(), Failure> {
    let file = File {
        name: "queues.json".into(),
        media_type: "application/json",
        bytes: b"{\"offered\":7}".to_vec().into(),
    };
    let headers = [("holdfast-report", "queue-performance".to_owned())];
    let post = Post {
        url,
        secret: SECRET,
        delivery: "queues.20261121T063000Z",
        seconds: 1_795_251_601,
        headers: &headers,
        file: &file,
    };
    courier.post(&post).await
}

#[tokio::test]
async fn a_file_arrives_as_the_body_with_a_signature_over_it() {
    let mut receiver = Receiver::start().await;
    post(&courier(&["127.0.0.1"]), &receiver.url()).await.unwrap();
    let request = receiver.requests.recv().await.unwrap();
    assert_eq!(request.line, "POST /hooks/figures?from=holdfast HTTP/1.1");
    assert_eq!(request.body, b"{\"offered\":7}");
    let header = |name: &str| request.headers[name].as_str();
    assert_eq!(header("content-type"), "application/json");
    assert_eq!(header("content-disposition"), "attachment; filename=\"queues.json\"");
    assert_eq!(header("holdfast-delivery"), "queues.20261121T063000Z");
    assert_eq!(header("holdfast-report"), "queue-performance");
    assert_eq!(header("host"), format!("127.0.0.1:{}", receiver.port));
    assert_eq!(header("holdfast-signature"), sign(SECRET, 1_795_251_601, &request.body));
}

#[tokio::test]
async fn anything_but_a_2xx_is_not_taken_and_no_answer_leads_elsewhere() {
    let mut receiver = Receiver::start().await;
    let mut elsewhere = Receiver::start().await;
    let courier = courier(&["127.0.0.1"]);
    for (answer, says) in [("500 Oops", "500"), ("404 Not Found", "404"), ("", "broke off")] {
        receiver.then(answer);
        let refused = post(&courier, &receiver.url()).await.unwrap_err();
        assert!(refused.is_passing && refused.detail.contains(says), "{refused}");
    }
    let there: &'static str =
        Box::leak(format!("307 Elsewhere\r\nlocation: {}", elsewhere.url()).into_boxed_str());
    receiver.then(there);
    let refused = post(&courier, &receiver.url()).await.unwrap_err();
    assert!(refused.detail.contains("307") && refused.detail.contains("not followed"), "{refused}");
    assert!(elsewhere.requests.try_recv().is_err());
    receiver.then("202 Accepted");
    post(&courier, &receiver.url()).await.unwrap();
    let mut count = 0;
    while receiver.requests.try_recv().is_ok() {
        count += 1;
    }
    assert_eq!(count, 5, "one request an attempt");
}

#[tokio::test]
async fn a_private_network_is_not_reached_by_address_nor_by_name() {
    let mut receiver = Receiver::start().await;
    let strict = courier(&[]);
    let by_address = post(&strict, &receiver.url()).await.unwrap_err();
    assert!(!by_address.is_passing, "{by_address}");
    // A name that anybody may have given this address.
    let named = format!("https://localhost:{}/", receiver.port);
    assert!(strict.check_url(&named).is_ok(), "a name says nothing before it is looked up");
    let by_name = post(&strict, &named).await.unwrap_err();
    assert!(!by_name.is_passing && by_name.detail.contains("private network"), "{by_name}");
    assert!(receiver.requests.try_recv().is_err(), "nothing arrived");
    let own = courier(&["localhost"]);
    post(&own, &named.replace("https", "http")).await.unwrap();
    let unknown = post(&strict, "https://no-such-host.invalid/").await.unwrap_err();
    assert!(unknown.is_passing, "{unknown}");
}
