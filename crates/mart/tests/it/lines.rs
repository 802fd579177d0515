//! What is refused, and what is said about it.

use expect_test::expect;
use mart::log::parse;

const GOOD: &str = r#"{"seq":1,"at":"2026-11-21T09:00:01.250Z","tenant":"t","conversation":"c","chat":"c","kind":"end_user_post","data":{"text":"x"},"actor":{"type":"customer","id":"a"}}"#;

fn refusals(changes: &[(&str, &str)]) -> String {
    let mut said = String::new();
    for (from, to) in changes {
        let bad = GOOD.replace(from, to);
        assert_ne!(bad, GOOD, "{from}");
        said += &format!("{}\n", parse(bad.as_bytes()).unwrap_err());
    }
    said
}

#[test]
fn a_good_line_is_good_also_with_its_end() {
    parse(GOOD.as_bytes()).unwrap();
    parse(format!("{GOOD}\r\n").as_bytes()).unwrap();
}

#[test]
fn what_is_required_must_be_there() {
    expect![[r#"
        missing field `seq` (column 156)
        missing field `at` (column 132)
        missing field `tenant` (column 151)
        missing field `conversation` (column 145)
        missing field `chat` (column 153)
        missing field `kind` (column 141)
        missing field `data` (column 144)
        missing field `actor` (column 127)
        data: missing field `text` (column 116)
        actor: missing field `id` (column 154)
    "#]]
    .assert_eq(&refusals(&[
        (r#""seq":1,"#, ""),
        (r#""at":"2026-11-21T09:00:01.250Z","#, ""),
        (r#""tenant":"t","#, ""),
        (r#""conversation":"c","#, ""),
        (r#""chat":"c","#, ""),
        (r#""kind":"end_user_post","#, ""),
        (r#""data":{"text":"x"},"#, ""),
        (r#","actor":{"type":"customer","id":"a"}"#, ""),
        (r#""text":"x""#, ""),
        (r#","id":"a""#, ""),
    ]));
}

#[test]
fn types_must_be_right() {
    expect![[r#"
        seq: invalid value: integer `-1`, expected a whole number (column 9)
        seq: invalid type: string "1", expected a whole number (column 10)
        seq: invalid type: floating point `1.5`, expected a whole number (column 10)
        at: "yesterday" is not a time such as "2026-11-21T09:00:01.250Z" (column 25)
        tenant: invalid type: null, expected a string (column 54)
        chat: invalid type: integer `1`, expected a string (column 81)
        kind: invalid type: integer `2`, expected a string (column 92)
        data: invalid type: sequence, expected an object (column 114)
        data: invalid type: sequence, expected an object (column 114)
        data: invalid type: null, expected an object (column 118)
        actor: invalid type: sequence, expected an object (column 135)
        data: invalid type: sequence, expected a string (column 122)
        actor: unknown variant `client`, expected one of `customer`, `agent`, `supervisor`, `bot`, `system`, `admin` (column 151)
        duplicate field `seq` (column 16)
    "#]].assert_eq(&refusals(&[
        (r#""seq":1"#, r#""seq":-1"#),
        (r#""seq":1"#, r#""seq":"1""#),
        (r#""seq":1"#, r#""seq":1.5"#),
        ("2026-11-21T09:00:01.250Z", "yesterday"),
        (r#""tenant":"t""#, r#""tenant":null"#),
        (r#""chat":"c""#, r#""chat":1"#),
        (r#""kind":"end_user_post""#, r#""kind":2"#),
        (r#"{"text":"x"}"#, r#"[]"#),
        (r#"{"text":"x"}"#, r#"["x"]"#),
        (r#"{"text":"x"}"#, r#"null"#),
        (r#"{"type":"customer","id":"a"}"#, r#"["customer","a"]"#),
        (r#"{"text":"x"}"#, r#"{"text":["x"]}"#),
        (r#""customer""#, r#""client""#),
        (r#""seq":1"#, r#""seq":1,"seq":2"#),
    ]));
}

#[test]
fn what_is_no_json_object_is_refused() {
    let mut said = String::new();
    let cases: [&[u8]; 8] = [
        b"",
        b"  \n",
        b"[]",
        b"null",
        b"{",
        b"{} {}",
        &GOOD.as_bytes()[..40],
        b"{\"seq\":\"\xff\"}",
    ];
    for bad in cases {
        said += &format!("{}\n", parse(bad).unwrap_err());
    }
    let lone = GOOD.replace(r#""text":"x""#, r#""text":"\ud800""#);
    said += &format!("{}\n", parse(lone.as_bytes()).unwrap_err());
    let later = GOOD.replace(
        r#""kind":"end_user_post","data":{"text":"x"}"#,
        r#""data":{"text":1},"kind":"end_user_post""#,
    );
    said += &format!("{}\n", parse(later.as_bytes()).unwrap_err());
    expect![[r#"
        the line is empty
        the line is empty
        invalid type: sequence, expected an event as a JSON object
        invalid type: null, expected an event as a JSON object (column 4)
        EOF while parsing an object (column 1)
        missing field `seq` (column 2)
        EOF while parsing an object (column 40)
        not UTF-8 after 8 bytes
        data: unexpected end of hex escape (column 130)
        data: invalid type: integer `1`, expected a string (column 162)
    "#]]
    .assert_eq(&said);
}
