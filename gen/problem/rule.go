package problem

import (
	_ "embed"
	"regexp"
	"sync"
)

// A Rule names a kind of problem, by what is to be done about it. Names are
// for good: configurations, opt-outs and links refer to them.
type Rule string

// text says what the rule is about, in the words of the manual; "" of a rule
// that there is not.
func (r Rule) text() string { return ruleTexts().texts[r] }

// allRules returns the rules in the order of the manual.
func allRules() []Rule { return ruleTexts().order }

// ruleTexts reads the constants below. What they mean is said once, in the
// comments behind them, and the manual is held to that.
var ruleTexts = sync.OnceValue(func() (list struct {
	order []Rule
	texts map[Rule]string
}) {
	list.texts = make(map[Rule]string)
	line := regexp.MustCompile(`(?m)^\t\w+ +Rule = "(.+)" *// (.+)$`)
	for _, m := range line.FindAllStringSubmatch(ruleSource, -1) {
		list.order = append(list.order, Rule(m[1]))
		list.texts[Rule(m[1])] = m[2]
	}
	return list
})

//go:embed rule.go
var ruleSource string

// The rules, in the words of the manual.
const (
	// Files and names.

	FileKind  Rule = "file-kind"  // not a regular file, or one outside the book
	FileName  Rule = "file-name"  // a name by which a file is not found
	FileRead  Rule = "file-read"  // a file that cannot be read
	FileSize  Rule = "file-size"  // a file, or a line of it, is too large
	TextBytes Rule = "text-bytes" // bytes that no text may hold
	Slug      Rule = "slug"       // a name that is no slug, or that every book uses itself
	NameTaken Rule = "name-taken" // two chapters, runs or regions of one name

	// YAML.

	YAMLSyntax Rule = "yaml-syntax" // not YAML, or more than one document
	YAMLKey    Rule = "yaml-key"    // a key that is unknown, missing or repeated
	YAMLValue  Rule = "yaml-value"  // a value of the wrong kind, or out of range

	// What is to be begun.

	NewName  Rule = "new-name"  // something new whose name or file is there already
	NewPlace Rule = "new-place" // no chapter or part to put something new into

	// Chapters.

	BookFile      Rule = "book-file"      // no content/book.yaml
	ChapterName   Rule = "chapter-name"   // no chapter or block of the name that was asked for
	ChapterFiles  Rule = "chapter-files"  // a chapter that is not listed, or lacks an edition
	EditionBlocks Rule = "edition-blocks" // the editions differ in their blocks
	Stale         Rule = "stale"          // a block whose other edition has changed since it was confirmed
	PairMissing   Rule = "pair-missing"   // blocks that are not recorded to say the same
	PairUnused    Rule = "pair-unused"    // a line of pairs.sum for no block
	PairFormat    Rule = "pair-format"    // a pairs.sum that cannot be read
	FrontMatter   Rule = "front-matter"   // front matter that is missing or not closed
	Heading       Rule = "heading"        // a heading of a wrong level, in a wrong place or empty
	HeadingID     Rule = "heading-id"     // an id that is missing, no slug, repeated or not the other edition's
	FenceLanguage Rule = "fence-language" // a fence that does not name one known language
	FenceGo       Rule = "fence-go"       // Go in a fence that does not parse
	Diagram       Rule = "diagram"        // a diagram that cannot be drawn
	Callout       Rule = "callout"        // a callout of unknown kind
	Footnote      Rule = "footnote"       // a footnote that is not defined or not referred to
	Emphasis      Rule = "emphasis"       // stars or tildes that would stay visible
	Markup        Rule = "markup"         // HTML, an image, or code by indentation
	LinkTarget    Rule = "link-target"    // a link or reference that leads nowhere
	EmbedForm     Rule = "embed-form"     // an embed link without caption, or where none can stand
	EmbedTarget   Rule = "embed-target"   // an embed link to what cannot be shown
	EmbedOption   Rule = "embed-option"   // a wrong option of an embed link
	GlossaryTerm  Rule = "glossary-term"  // two terms that are not told apart

	// The prose of chapters.

	ProseWord        Rule = "prose-word"        // a word that the glossary rules out
	ProseSpelling    Rule = "prose-spelling"    // British spelling in the English edition
	ProseSpace       Rule = "prose-space"       // a space that is missing or too much
	ProsePunctuation Rule = "prose-punctuation" // punctuation of the other language, or of the wrong kind
	ProseEmphasis    Rule = "prose-emphasis"    // emphasis that begins or ends with punctuation
	ProseTerm        Rule = "prose-term"        // a term whose first use comes without its English
	ProseHeading     Rule = "prose-heading"     // a heading that ends with a mark
	ProseList        Rule = "prose-list"        // a list item of sentences without a mark at its end
	ProseGuarantee   Rule = "prose-guarantee"   // a notice: “always” beside an output that varies
	ProseQuote       Rule = "prose-quote"       // a quotation that is in no output, but almost
	ProseAllow       Rule = "prose-allow"       // a block that allows what it does not need, or gives no reason

	// Programs.

	ProgramName   Rule = "program-name"   // no program of the name that was asked for
	ProgramMain   Rule = "program-main"   // not a directory with a package main and func main, or with tests
	ProgramFails  Rule = "program-fails"  // not as a program that must not compile has to be
	ProgramUnused Rule = "program-unused" // a program that no chapter shows
	Region        Rule = "region"         // a region's marker that is wrong or without its partner
	CommentPair   Rule = "comment-pair"   // a comment for readers in one language, or badly written
	GoModule      Rule = "go-module"      // a book outside of any Go module
	Compile       Rule = "compile"        // Go that does not compile

	// Runs, contracts and recorded outputs.

	RunPlatform           Rule = "run-platform"           // a run that is not possible on this machine
	RunStart              Rule = "run-start"              // a run that did not start
	RunLimit              Rule = "run-limit"              // a run ended by one of its limits
	RunLeft               Rule = "run-left"               // processes left that had to be killed
	RunUnstable           Rule = "run-unstable"           // a run that is not the same each time
	ContractSyntax        Rule = "contract-syntax"        // a contract that is not written as it must be
	ContractContradiction Rule = "contract-contradiction" // a contract that no output satisfies, or a rule in vain
	ContractWeak          Rule = "contract-weak"          // a contract that accepts doctored outputs
	ContractAccept        Rule = "contract-accept"        // an entry under accept without use
	ContractBroken        Rule = "contract-broken"        // an output that breaks its contract
	ContractDraft         Rule = "contract-draft"         // runs from which no contract can be drafted
	GoldenMissing         Rule = "golden-missing"         // a run without recorded output
	GoldenFormat          Rule = "golden-format"          // a recorded output that cannot be read
	GoldenCommand         Rule = "golden-command"         // an output recorded for another command line
	GoldenUnused          Rule = "golden-unused"          // a recorded output of no run
	GoldenUnrecorded      Rule = "golden-unrecorded"      // an output that serve shows as just run
	RunTrace              Rule = "run-trace"              // a run that cannot be traced
	TraceMissing          Rule = "trace-missing"          // a traced run without recorded trace
	TraceFormat           Rule = "trace-format"           // a recorded trace that cannot be read
	TraceOutdated         Rule = "trace-outdated"         // a trace recorded of another program, or call of it
	TraceUnused           Rule = "trace-unused"           // a recorded trace of no traced run

	// The site.

	DesignTemplate Rule = "design-template" // a template of the generator that does not parse
	PageID         Rule = "page-id"         // an id that is twice in a page
	PageText       Rule = "page-text"       // a page without language or title, or with Markdown left in it
	PageWeight     Rule = "page-weight"     // a page or script that is too heavy
	SiteOutdated   Rule = "site-outdated"   // site/ is not what the book makes now
)
