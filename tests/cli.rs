//! The program as its users meet it: each console block of `tests/cli/*.md` is run, and what needs more than a console.

use std::io::{Read, Write};
use std::process::{Command, Output, Stdio};

const PROGRAM: &str = env!("CARGO_BIN_EXE_policyglot");

#[test]
fn console_blocks_do_as_they_show() {
    trycmd::TestCases::new().case("../../tests/cli/*.md");
}

#[test]
fn a_broken_pipe_is_success() {
    let mut child = Command::new(PROGRAM)
        .args(["extract", "--format", "ndjson", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    drop(child.stdout.take());
    let text = "We collect your name, your address and your e-mail address.\n".repeat(5000);
    let mut input = child.stdin.take().expect("a pipe");
    // The program may be gone before it has read everything.
    let _ = input.write_all(text.as_bytes());
    drop(input);
    let mut complaint = String::new();
    child.stderr.take().expect("a pipe").read_to_string(&mut complaint).expect("UTF-8");
    assert_eq!((child.wait().expect("an end").code(), complaint.as_str()), (Some(0), ""));
}

#[test]
fn bytes_that_are_no_utf8_are_read_all_the_same() {
    let text = "Privacy policy\nWe collect your na\u{ef}ve e-mail address.\n";
    let latin: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).expect("Latin-1")).collect();
    let wide: Vec<u8> =
        [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    for bytes in [latin, wide] {
        let output = extract(&bytes);
        assert_eq!(output.status.code(), Some(0));
        assert!(String::from_utf8_lossy(&output.stdout).contains("\"email address\""));
    }
}

#[test]
fn bytes_that_are_no_text_are_named_in_one_line() {
    for bytes in [
        &b"\x00\x01\x02\x00\x07\x00\x00\x03\x01\x00\x0e\x1b"[..],
        b"%PDF-1.7\n\x00\x01",
        b"PK\x03\x04\x14\x00\x00\x00\x08\x00",
    ] {
        let output = extract(bytes);
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{complaint}");
        assert!(complaint.starts_with("policyglot: -: ") && complaint.lines().count() == 1, "{complaint}");
    }
}

#[test]
fn a_pipe_gets_no_colour_unless_it_is_asked_for() {
    let colour = |when: &str| run(&["extract", "--color", when, "-"], b"We collect your name.\n").stdout;
    assert!(!colour("auto").contains(&0x1b));
    assert!(!colour("never").contains(&0x1b));
    assert!(colour("always").contains(&0x1b));
}

#[test]
fn no_line_is_wider_than_asked_for() {
    let text = std::fs::read("../../tests/documents/ucloud.txt").expect("the document");
    for width in ["40", "80", "120"] {
        for command in ["parse", "extract"] {
            let output = run(&[command, "--width", width, "-"], &text).stdout;
            let output = String::from_utf8(output).expect("UTF-8");
            let widest = output.lines().map(|line| line.chars().count()).max().unwrap_or(0);
            assert!(widest <= width.parse().expect("a number"), "{command}: {widest} columns of {width}");
        }
    }
}

fn extract(bytes: &[u8]) -> Output {
    run(&["extract", "--format", "ndjson", "-"], bytes)
}

fn run(args: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(PROGRAM)
        .args(args)
        .env_remove("CLICOLOR_FORCE")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut pipe = child.stdin.take().expect("a pipe");
    let input = input.to_vec();
    let writer = std::thread::spawn(move || pipe.write_all(&input));
    let output = child.wait_with_output().expect("an end");
    let _ = writer.join();
    output
}
