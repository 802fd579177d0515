//! The parts of pages that commands write: what is between `<!-- name: begin -->` and `<!-- name: end -->`.

use std::fs;
use std::path::Path;

use anyhow::Context;

/// Puts a section in its place in a page.
///
/// # Errors
/// When the page has no such place, or cannot be read or written.
pub(crate) fn keep(root: &Path, page: &str, name: &str, section: &str) -> anyhow::Result<()> {
    let path = root.join(page);
    let text = fs::read_to_string(&path).with_context(|| format!("cannot read {page}"))?;
    let text = replaced(&text, name, section).with_context(|| page.to_owned())?;
    fs::write(&path, text).with_context(|| format!("cannot write {page}"))?;
    println!("kept in {page}");
    Ok(())
}

fn replaced(page: &str, name: &str, section: &str) -> anyhow::Result<String> {
    let (begin, end) = (format!("<!-- {name}: begin -->"), format!("<!-- {name}: end -->"));
    let (before, rest) = page.split_once(&begin).with_context(|| format!("no {begin}"))?;
    let (_, after) = rest.split_once(&end).with_context(|| format!("no {end} after {begin}"))?;
    Ok(format!("{before}{begin}\n\n{section}\n\n{end}{after}"))
}

#[cfg(test)]
mod tests {
    use super::replaced;

    #[test]
    fn only_what_is_between_the_marks_is_replaced() {
        let page = "# A\n<!-- a: begin -->\nold\n<!-- a: end -->\nrest\n<!-- b: begin -->\n";
        let wanted = "# A\n<!-- a: begin -->\n\nnew\n\n<!-- a: end -->\nrest\n<!-- b: begin -->\n";
        assert_eq!(replaced(page, "a", "new").unwrap(), wanted);
        assert_eq!(replaced(wanted, "a", "new").unwrap(), wanted);
    }

    #[test]
    fn a_page_without_marks_is_left_alone() {
        assert!(replaced("# A\n", "a", "new").is_err());
        assert!(replaced("# A\n<!-- a: end --> <!-- a: begin -->\n", "a", "new").is_err());
    }
}
