// Huoye builds a book: chapters in Chinese and English beside Go programs
// that are really run. It builds every program, runs it, proves that what it
// printed is what the book shows, and renders bilingual HTML pages.
//
// Usage:
//
//	gen [command] [arguments] [flags]
//
// gen is this directory's program, however it is started: go run ./gen in the
// repository, or the binary that go build -o ~/bin/gen ./gen makes.
//
// The commands are:
//
//	build     run the programs, compare, render, check, and write site/
//	check     verify everything and write nothing
//	serve     show the book in a browser while it is being written
//	confirm   record that both editions of a chapter or block say the same
//	status    print a table of all chapters: how far the editions are in step,
//	          and which programs they have
//	propose   run one program repeatedly, and print a draft of its contract
//	doctor    say what this machine can do: the toolchain, how it isolates runs
//	          and why not better, limits, race detector, browser
//	new chapter
//	          begin a chapter: both editions, a program, its place in book.yaml
//	new program
//	          begin a program, and the section that shows it in both editions
//	new book  begin a book with one chapter, and a Go module for its programs
//	completion
//	          print a script that completes commands, flags, programs and runs
//	          in a shell: bash, zsh or fish
//	help      say how to call a command, and its flags
//
// Without a command, build is run. A recorded output is never changed by
// build alone; build -update records outputs that are new or have changed, and
// which blocks were written or changed in both languages.
//
// # Flags
//
//	-C DIR       all but new book, completion and help: the book's root, the
//	             directory that holds content/ (default ".")
//	-j N         build, check, serve and propose: how many programs run at once
//	             (default: twice the number of CPUs)
//	-run REGEXP  build and check: only the runs that match: one expression for all
//	             of chapter/program/run, not one for each part as in go test
//	-require-isolation
//	             build and check: fail unless runs are isolated by all means that
//	             the generator knows, instead of making do with less, and none is
//	             left out for want of a C compiler
//	-fix         build and check: mend what takes no thought, then go on with what
//	             remains; check writes nothing else
//	-format F    build and check: how to report, text, json, github, junit or sarif;
//	             see Reports
//	-shard I/N   check and build -update only: only the Ith of N shares of the
//	             runs; see Many machines
//	-v           build, check, serve and propose: say what is done, run by run,
//	             and why
//	-q           build and check: print problems only; propose: the draft only
//	-update      build only: record new and changed outputs, and, without -run,
//	             new and changed translations
//	-archive FILE
//	             build only: also write a copy of the whole site into FILE, a zip
//	             file outside site/, for reading offline; equal sites give equal
//	             files, and it is written whole or not at all
//	-count N     check only: run each program N times; one that fails now and
//	             then is unstable, a problem, and is never tried until it passes
//	-judge       check only: print how each contract was judged
//	-port N      serve only: listen at this port or, if it is taken, at one of the
//	             next (default 8080); 0: at any
//	-open        serve only: open the book in the browser
//	-runs N      propose only: how often each run is run (default 20)
//	-zh TITLE    new only: the title in Chinese …
//	-en TITLE    … and in English; made from the name by default
//	-part N      new chapter only: the part whose last chapter it becomes, from 1;
//	             the last part by default
//
// # Exit status
//
//	0    all is well
//	1    problems were found
//	2    wrong use
//	3    the generator failed, or the machine: also if it isolates runs by less
//	     than -require-isolation demands
//	130  interrupted; serve, which ends in no other way, exits with 0
//
// go run makes 1 of all but 0: a script that tells these apart needs the binary.
//
// # Problems
//
// A problem is printed as file:line:col: what is wrong; what to do [rule], with
// the source line, a caret under the column and, where there is more to say, an
// explanation and other positions that it concerns. Columns count bytes from 1,
// as the go command does. A stage reports all its problems, each once and in
// order of position; a stage that had any is the last one. A notice is worth
// knowing, but fails nothing.
//
// A rule names a kind of problem. These names stay as they are:
//
//	file-kind               not a regular file, or one outside the book
//	file-name               a name by which a file is not found
//	file-read               a file that cannot be read
//	file-size               a file, or a line of it, is too large
//	text-bytes              bytes that no text may hold
//	slug                    a name that is no slug, or that every book uses itself
//	name-taken              two chapters, runs or regions of one name
//
//	yaml-syntax             not YAML, or more than one document
//	yaml-key                a key that is unknown, missing or repeated
//	yaml-value              a value of the wrong kind, or out of range
//
//	new-name                something new whose name or file is there already
//	new-place               no chapter or part to put something new into
//
//	book-file               no content/book.yaml
//	chapter-name            no chapter or block of the name that was asked for
//	chapter-files           a chapter that is not listed, or lacks an edition
//	edition-blocks          the editions differ in their blocks
//	stale                   a block whose other edition has changed since it was confirmed
//	pair-missing            blocks that are not recorded to say the same
//	pair-unused             a line of pairs.sum for no block
//	pair-format             a pairs.sum that cannot be read
//	front-matter            front matter that is missing or not closed
//	heading                 a heading of a wrong level, in a wrong place or empty
//	heading-id              an id that is missing, no slug, repeated or not the other edition's
//	fence-language          a fence that does not name one known language
//	fence-go                Go in a fence that does not parse
//	diagram                 a diagram that cannot be drawn
//	callout                 a callout of unknown kind
//	footnote                a footnote that is not defined or not referred to
//	emphasis                stars or tildes that would stay visible
//	markup                  HTML, an image, or code by indentation
//	link-target             a link or reference that leads nowhere
//	embed-form              an embed link without caption, or where none can stand
//	embed-target            an embed link to what cannot be shown
//	embed-option            a wrong option of an embed link
//	glossary-term           two terms that are not told apart
//
//	prose-word              a word that the glossary rules out
//	prose-spelling          British spelling in the English edition
//	prose-space             a space that is missing or too much
//	prose-punctuation       punctuation of the other language, or of the wrong kind
//	prose-emphasis          emphasis that begins or ends with punctuation
//	prose-term              a term whose first use comes without its English
//	prose-heading           a heading that ends with a mark
//	prose-list              a list item of sentences without a mark at its end
//	prose-guarantee         a notice: “always” beside an output that varies
//	prose-quote             a quotation that is in no output, but almost
//	prose-allow             a block that allows what it does not need, or gives no reason
//
//	program-name            no program of the name that was asked for
//	program-main            not a directory with a package main and func main, or with tests
//	program-fails           not as a program that must not compile has to be
//	program-unused          a program that no chapter shows
//	region                  a region's marker that is wrong or without its partner
//	comment-pair            a comment for readers in one language, or badly written
//	go-module               a book outside of any Go module
//	compile                 Go that does not compile
//
//	run-platform            a run that is not possible on this machine
//	run-start               a run that did not start
//	run-limit               a run ended by one of its limits
//	run-left                processes left that had to be killed
//	run-unstable            a run that is not the same each time
//	contract-syntax         a contract that is not written as it must be
//	contract-contradiction  a contract that no output satisfies, or a rule in vain
//	contract-weak           a contract that accepts doctored outputs
//	contract-accept         an entry under accept without use
//	contract-broken         an output that breaks its contract
//	contract-draft          runs from which no contract can be drafted
//	golden-missing          a run without recorded output
//	golden-format           a recorded output that cannot be read
//	golden-command          an output recorded for another command line
//	golden-unused           a recorded output of no run
//	golden-unrecorded       an output that serve shows as just run
//	run-trace               a run that cannot be traced
//	trace-missing           a traced run without recorded trace
//	trace-format            a recorded trace that cannot be read
//	trace-outdated          a trace recorded of another program, or call of it
//	trace-unused            a recorded trace of no traced run
//
//	design-template         a template of the generator that does not parse
//	page-id                 an id that is twice in a page
//	page-text               a page without language or title, or with Markdown left in it
//	page-weight             a page or script that is too heavy
//	site-outdated           site/ is not what the book makes now
//
// With -fix, problems that have only one remedy are mended in the files, each
// of which is replaced in one step, and the book is read again; what was mended
// is said. A second -fix finds nothing more to do.
//
// # Reports
//
// By default, problems go to standard error as text, and a summary of what was
// done to standard output. With -format json, junit or sarif, standard output
// is one document, written whether all is well or not, also if the generator
// fails; the summary goes to standard error, or nowhere with -q. File names are
// those of the text: relative to where the command was called.
//
// json is one object. Its fields may become more; version is raised if one
// changes its meaning. Lines and columns are as in the text.
//
//	version   1
//	command   "build" or "check"
//	status    "ok", "problems" or "failed"
//	error     why it failed or was interrupted; only then
//	seconds   how long it took; so in stages and runs
//	chapters  how many there are
//	programs  how many there are
//	problems  a list in order of position, each with
//	            file, line, column
//	            level        "problem" or "notice"
//	            rule         the name of the rule
//	            message      what is wrong; what to do
//	            explanation  further lines, if any
//	            stage        of the generator that found it
//	            run          chapter/program/run, if it is about a run
//	            related      a list of file, line, column, message
//	            fix          what mends it: text instead of the bytes from
//	                         start up to end of the file
//	fixed     a list like problems: what -fix has mended
//	stages    a list of name, seconds, and skipped if a stage before it
//	          had problems
//	runs      a list of id, file, line, column, seconds, and skipped, why
//	          it was not run; runs not asked for by -run are left out
//
// junit has a test case for each stage and each run. Problems are failures of
// the run that they are about, otherwise of the stage that found them; notices
// are what a test case printed. sarif is SARIF 2.1.0 with all rules, positions
// in UTF-16 code units, related positions and fixes.
//
// github is for the log of GitHub Actions, and the default there (where
// GITHUB_ACTIONS is true): on standard output, the text and then annotations:
// an error for each problem, a warning at its other positions, such as the
// chapters that show a program, and a notice for each notice. GitHub takes ten
// of each kind from one step of a job: the worst come first, those of programs
// and runs before others, matters of style last, and one of each rule before a
// second. Names of files are relative to the repository (GITHUB_WORKSPACE), as
// they are with sarif. A table of all problems is added to the summary of the
// job (GITHUB_STEP_SUMMARY), as far as its size allows.
//
// # At a terminal
//
// While it works, the generator keeps one line at the foot of the terminal: the
// stage, how many runs are left, and those that go on, the slowest first. In
// problems, the place is bold and the caret red. There is no such line if
// standard error is no terminal, with -q, or where CI is set; no colours with
// NO_COLOR; and neither if TERM is dumb or not set, or on Windows.
//
// Ctrl-C ends it at any moment, with exit status 130. No process is left and no
// file is written by halves: recorded outputs and the site are the old ones or
// the new ones. A second Ctrl-C does not wait for the stage to end.
//
// eval "$(gen completion bash)" has bash complete commands, flags, and the names
// of chapters, programs and runs of the book in -C or the current directory; for
// zsh it is eval "$(gen completion zsh)", for fish gen completion fish | source.
// It is for the name that gen was called by, which must be in PATH.
//
// # Layout of a book
//
//	content/book.yaml                  titles, parts, chapters in order
//	content/glossary.yaml              the terms of the book; optional
//	content/python.yaml                Python idioms and Go's answers; optional
//	content/<chapter>/zh.md, en.md     the two editions of a chapter
//	content/<chapter>/pairs.sum        which of their blocks say the same
//	snippets/<chapter>/<program>/      a program: *.go, runs.yaml, *.golden, *.trace
//	site/                              the generated site
//
// Chapter, program, run, region and heading names are slugs: lower-case
// letters, digits and single hyphens, at most 80 bytes.
//
// Every file is a regular file, or a symbolic link to one, inside the book.
// Chapters, YAML and Go are UTF-8 of at most 1 MiB, without control
// characters; lines may end in CR LF. Files whose names begin with a dot are
// not looked at.
//
// # Beginning a book, a chapter, a program
//
//	gen new book DIR
//	gen new chapter SLUG
//	gen new program CHAPTER/NAME
//
// make what can be built and checked at once, to be rewritten bit by bit. No
// file is overwritten. A new chapter has a program of its own name, and becomes
// the last of its part in book.yaml, in which nothing else changes. A new
// program gets a section in both editions of its chapter, before the exercises
// ({#exercises}) if there are any, for the author to move.
//
// With a new book come a Go module, a README.md, and for git a .gitignore and a
// .gitattributes, by which a checkout has the bytes that the site was made of.
//
// A book needs nothing but this program. It is any directory with the layout
// above, inside a Go module, usually one of its own; gen build -C DIR builds it
// from elsewhere.
//
// # book.yaml
//
//	title: {zh: 进程和线程, en: Processes and Threads}
//	tagline: {zh: …, en: …}             # one sentence, for the landing page; optional
//	url: https://example.org/book/      # where the site is published, for
//	                                    # feeds and search engines; optional
//	repository: https://example.org/r   # for links to the sources and to edit
//	                                    # a chapter; optional
//	parts:
//	  - title: {zh: …, en: …}
//	    chapters: [multitasking, process-identity]
//
// A chapter cannot be named glossary, python, search or book: every book has
// pages of these names.
//
// # glossary.yaml
//
// The terms have a page of their own and are found by the search.
//
//	terms:
//	  - zh: 进程号
//	    en: process ID
//	    pinyin: jìnchénghào      # required if the Chinese has Han characters
//	    also: [PID]              # other forms, in either language
//	    not: [进程标识码]         # words that must not be used for it
//	    except: [进程号码]        # words that hold it only by accident
//	    common: true             # an ordinary word, too: needs no introduction
//	    note: {zh: …, en: …}     # code between backquotes
//
// No two terms share a form. All keys but zh, en and pinyin are optional. A word
// under not is a problem in the text of a chapter, and finds the term in the
// search; between backquotes it may be written.
//
// The first use of a term in a chapter is written 进程号（process ID） in the
// Chinese edition: it leads to the glossary there, and so does the first use
// of the same term in the English one. Without its English it is a problem,
// unless the term is common; headings, links and captions do not count.
//
// # python.yaml
//
// What readers knew in Python, and what Go has for it; a page of its own.
//
//	idioms:
//	  - python: p.start()             # code, or a list of pieces of code
//	    go: [cmd.Start(), cmd.Wait()]
//	    see: [child-process/join-many, process-pool] # programs and chapters
//	    note: {zh: …, en: …}          # the difference that matters
//
// Each name under see must be a listed chapter, or a program of one.
//
// # Chapters
//
// A chapter is CommonMark with GFM tables, strikethrough, footnotes, and
// callouts (a block quote that begins with [!NOTE], [!TIP], [!IMPORTANT],
// [!WARNING] or [!CAUTION]; [!EXERCISE] and [!SOLUTION] are ours: exercises
// are numbered through the chapter, a solution is folded away). A callout may
// have a title, on the line of its marker:
//
//	> [!EXERCISE] 谁先结束？
//	> 不运行程序，先猜一猜。
//
// Raw HTML, images and code by indentation are not allowed. Emphasis follows
// the rules of markdown-cjk-friendly, so that **进程（process）**是 is strong;
// ** that stays visible is a problem. A chapter begins with front matter:
//
//	---
//	title: 启动与等待子进程
//	description: 一句话的导语。   # optional
//	---
//
// Headings start at level 2, skip no level, and carry an explicit id, equal in
// both editions:
//
//	## 等待 {#wait}
//
// The two editions have the same blocks in the same order: the same headings
// and embeds, callouts of the same kind, fences of the same language, lists
// with as many items, tables with as many rows and columns, and as many
// footnotes. A block that is no heading gets an id from its section, wait-1,
// wait-2, …, or top-1, … before the first heading.
//
// Links to other chapters are written as relative links to the Markdown file
// of the same edition, [第 3 章](../child-process/zh.md#wait), so that they work
// in every Markdown viewer. A link may also go to a file under snippets/, to
// #fragment, or to an https:, http: or mailto: address, and nowhere else.
//
// A fenced block is for what is not run: its info string names the language
// and nothing else (text for plain text), and a go fence must parse (a file,
// declarations, or statements). A diagram fence is drawn.
//
// # Prose
//
// The text of chapters, titles and captions too, is held to some rules of
// style. They are silent in doubt. Code and diagrams are not looked at.
//
//	prose-word         The word stands under the key not of a term in glossary.yaml.
//	prose-term         Chinese: 进程（process） at the first use, see glossary.yaml.
//	prose-space        One space between Han and Latin letters, digits or code,
//	                   and between a number and its unit: 启动 3 个 `Wait`, 64 KiB,
//	                   but 50%. None beside full-width punctuation; none double.
//	prose-punctuation  Chinese: ，。；：？！（）“” beside Han, —— and …… double, other
//	                   marks once, no full-width letters or digits. English: no
//	                   full-width marks, — for a dash, quotation marks and
//	                   apostrophes either straight or curly in a chapter.
//	prose-emphasis     Chinese: **重点**。 and **进程**（process）, with the marks
//	                   outside; inside, they leave stars in other viewers.
//	prose-heading      A heading ends without a mark, but for a question or so.
//	prose-list         Chinese: an item that has 。 inside has one at its end.
//	prose-spelling     English: American spelling, for a few common words.
//	prose-guarantee    A notice: 总是 or always, in the text directly before or
//	                   after an output whose contract lets it vary, in a sentence
//	                   that names no contract and no guarantee.
//	prose-quote        Code, or a line of a text fence that repeats an output,
//	                   that is a few characters away from a line printed by one
//	                   of the chapter's programs, or from a part of one, and
//	                   stands in none of them. A letter such as n, an ellipsis or
//	                   a name in brackets stands for what differs: Run task n.
//
// A block can break one of these rules for a reason, which is given on a line
// of its own before the block, after an empty line. It is not shown:
//
//	[//]: # (allow prose-quote: what an older version printed)
//	It printed `hello`.
//
// An unknown rule, no reason, or a block that does not break the rule is a
// problem: prose-allow.
//
// # Translations in step
//
// Which blocks of a chapter were confirmed to say the same in both languages
// stands in its pairs.sum: a line for each block, in order, with the id of its
// section and sums of its text and sentences in Chinese and in English. The
// title, the description, the title and the blocks of a callout that holds
// programs, and each footnote have a line, too; a block of code that is the same
// in both has no sums. Like a go.sum, the file is generated, committed, and read
// in a diff rather than by itself.
//
// White space at the ends of lines does not matter, nor do the ids of headings
// or what an embed shows; its caption does. Blocks are found again by what they
// say, wherever they now stand, so that a new paragraph is one new line.
//
// If only the Chinese of a block has changed, it is stale: a problem of check,
// which shows the sentences that are new or changed. build goes on with a
// notice, and the English and the side-by-side page say above the block that it
// is behind its source. So does a block whose Chinese was confirmed with other
// English, as after paragraphs were moved in one language only. If only the
// English has changed, that is a notice. An author who has translated the change
// runs build -update: it records blocks that are new or have changed in both
// languages, and drops lines that no block needs any longer, which until then is
// a problem of check; it never records a stale one. Where there is nothing to
// translate,
//
//	gen confirm chapter          # all blocks of a chapter
//	gen confirm chapter#block    # one; problems name it
//
// records that the author has read both. The ids of what is no block are :title,
// :description, fn:1, fn:2, ….
//
// After a merge, a file with the lines of both sides is right: what no block
// needs is found, and dropped by build -update. A line
//
//	content/*/pairs.sum merge=union
//
// in .gitattributes, which a new book has, makes git merge so by itself.
//
//	gen status
//
// prints, for each chapter and in all, how many blocks there are; how many are
// stale, how many open, not confirmed for another reason, and how many one
// edition lacks; how many programs, runs, and contracts: written in runs.yaml,
// or that of the recorded lines; and how many runs are unstable. These have held
// and have failed on this machine, in whatever builds and checks, since their
// program, contract or recorded output last changed; it says how often each of
// them, and why the last time. It runs nothing, and has a table for a book with
// problems, too.
//
// # Diagrams
//
// A diagram fence is drawn: boxes, pipes and arrows, in the edition's language.
// Each line is a box, or boxes with arrows between them. The same name is the
// same box; a second line of its text stands in parentheses, once. A name in
// brackets is a pipe or a queue.
//
//	writer (pid 7) --> [pipe] -- fd 3 --> reader
//	parent ..> [pipe]                              dashed
//	output <-- copies -- [stdout]                  points to the left
//
// What is written on the left stands on the left: an arrow that would close a
// circle is written from its other end. A line indented by two spaces hangs on
// the one above it, with an arrow of its own or a plain one. Such a tree is
// drawn downwards, other diagrams to the right; where that is too wide for the
// narrowest page, it is the other way round.
//
//	shell
//	  root
//	    -- Start --> child 1
//	    -- Start --> child 2
//
// Braces, at the ends of lines, make a box around others; what stands in it is
// mentioned inside first:
//
//	process (one address space) {
//	  thread 1 --> goroutine 4
//	  thread 2 --> goroutine 9
//	}
//	thread 2 -- write --> [stdout]
//
// A text has at most 32 columns, of which Han characters take two. Those who do
// not see the diagram are told its boxes and arrows. Both editions have as many
// boxes and arrows.
//
// # Embed links
//
// A paragraph that is only one link to a file under snippets/ is replaced by
// that file. Its text is the caption. It may stand in a block quote or callout,
// but not in a list or footnote. Every program of a chapter must be shown by some
// embed link, in that chapter or another.
//
//	[启动子进程](../../snippets/child-process/hello-process/main.go#start)
//	[输出](../../snippets/child-process/hello-process/hello-process.golden)
//
// A link to a .go file shows it whole, or the region named by its fragment;
// a link to a .golden file shows the output of that run with the command line
// that was run. A link's title holds options: "lines=3-9 mark=5 mark=7-8",
// numbered as in the file; lines= is for whole files. Outputs have no options.
//
// # The site
//
//	site/index.html                     landing page in both languages
//	site/404.html                       for addresses that lead nowhere
//	site/zh/, en/, bi/                  Chinese, English, side by side:
//	    index.html                        contents (bi: the landing page)
//	    <chapter>/index.html              a chapter
//	    glossary/, python/                the terms; from Python to Go
//	    search/index.html                 all headings and terms
//	    book/index.html                   the whole book, for print (not bi,
//	                                      nor with more than 100 chapters)
//	    feed.xml                          the chapters, as RSS (not bi)
//	site/snippets/<chapter>/<program>/  a whole program, its files, its runs
//	site/assets/                        style sheets, scripts, search index
//	site/sitemap.xml, robots.txt        for search engines
//
// The last two and the feeds need the book's url, and are not there without one.
// A block has the same id in all three views.
//
// What a page loads at first is at most 30 KiB compressed, 40 KiB side by side.
// Pages as long as the book have no limit: the contents, the headings for search,
// the whole book. The scripts of pages are at most 3 KiB together, that of the
// search 8 KiB, and each file of its index 120 KiB. More is a problem.
//
// # Programs
//
// A program is a directory with a package main; main.go is its first file, and
// test files are not shown. A directory without func main, but with tests in
// _test.go files, is a program, too: these are its files, the first of them
// comes first, and what is run is the binary that go test -c makes of them.
// Flags are those of such binaries, args: [-test.v]. Other files, if any, are of
// a package that is not main. Tests cannot be traced, and have to compile. As
// go test ./... runs them, too, one that is to fail waits for a flag or variable.
//
// A region of a program lies between
//
//	// region start
//	// endregion
//
// lines; regions may nest, and the markers are never shown. Comments for the
// reader come in pairs, of which each view shows its own. They stand on lines
// of their own: one or more lines of Chinese, directly followed by English:
//
//	// zh: 等它结束
//	// en: wait for it
//
// # runs.yaml
//
// Without it, a program has one run named like the program: no arguments, no
// input, exit 0, and the output as recorded.
//
//	runs:
//	  - name: pool             # required if there are several runs
//	    args: [-max, 300ms]
//	    stdin: |               # none: /dev/null
//	      set q=mx
//	    env: {GOMAXPROCS: "1"} # beside the fixed environment
//	    exit: 2                # exit status, or a signal such as SIGKILL; default 0
//	    timeout: 5s            # wall clock, up to 10m; default 10s
//	    limits:                # of all processes of the run together
//	      cpu: 2s              # default 20s
//	      memory: 256 MiB      # default 1 GiB
//	      processes: 50        # and threads, of which a Go process has about
//	                           # five; default 1024
//	      files: 64            # open in one process; default 256
//	      disk: 1 MiB          # default 64 MiB
//	      output: 100 KiB      # default 16 MiB; of more than 256 KiB, a part
//	                           # in the middle is not kept
//	    capture: pipe          # or terminal; see below
//	    race: true             # built with the race detector
//	    trace: true            # its goroutines are shown, too; see below
//	    leaves: true           # processes may be left that have to be killed
//	    platforms: [linux]     # GOOS or GOOS/GOARCH; default all
//	    output: …              # what holds of every run; default: recorded
//	    rules: …
//	    accept: …              # what the contract need not reject
//
// A program is built without cgo and runs in a world of its own, as far as the
// machine allows: it sees no other processes, no network but 127.0.0.1 and ::1,
// and no files but those of the system, which it cannot write. On a machine that
// allows less, its processes are at least held together by a control group or by
// tracing, where that is possible; doctor tells. The program's name is that of its
// directory, with .test at the end for tests. Its working directory is empty and
// its home, /tmp/work; for other temporary files there is /tmp. Its environment is:
//
//	PATH=/usr/local/bin:/usr/bin:/bin
//	HOME=/tmp/work
//	TMPDIR=/tmp
//	LC_ALL=C
//	TZ=UTC
//	GOTRACEBACK=none       # a panic prints its message only
//
// and what env adds or changes. No signal is ignored. Process ids have five
// digits and begin at another number in each run.
//
// Standard output and error are captured by sockets, which tell who wrote what.
// A program that opens /dev/stdout or /dev/stderr itself needs capture: pipe,
// which does not know the writers if there are several processes. With capture:
// terminal, both are a terminal of 80 columns, TERM is xterm-256color, and the
// two are not told apart. Standard input is /dev/null or a file with the text.
//
// Processes that outlive the main one are the run's, too, as long as they do
// something; those that do nothing for 0.2s are killed. That is a problem
// unless the run says leaves.
//
// A run with race: true needs a C compiler. Without one it is left out, with a
// notice, and its recorded output stays; -require-isolation makes that a problem.
// The detector's report is output, and its exit status 66 is expected with exit,
// as any other. Its memory has no limit.
//
// A program that must not compile has one run, which says so with build: fails
// and says nothing else of how to run it. Its output is what the compiler prints,
// on standard error, and its exit status 1. Its files begin with //go:build ignore,
// so that go build ./... leaves them out; they must parse.
//
// A run over its time, cpu or output limit is ended; of memory, processes,
// files or disk a program just gets no more. Both are problems, with what was
// printed, but if runs.yaml sets one of the latter limits, what the program
// does then is an output like any other.
//
// # Recorded outputs
//
// A .golden file is written by build -update, never by hand. Its header says
// what was run, how it ended, where it was recorded, and which processes there
// were; then comes a line for each line of output, with the seconds since the
// start, the process, and the stream:
//
//	command: hello-process
//	exit: 0
//	go: go1.26.8
//	platform: linux/amd64
//	isolation: user, pid, mount, net, ipc, uts namespaces
//	p1: pid 10400, waited for p2 from 0.001700 to 0.003310, ended at 0.003713 with 0
//	p2: pid 10405, started by p1 at 0.001204, exec at 0.001502, ended at 0.003310 with 0
//
//	0.000412 p1 out | Parent process 10400.
//	0.003127 p2 out | Run child process test (10405)...
//
// Processes are numbered in the order of their starts, whether they print
// something or not; not counted is a child that was to become another program
// and did not.
//
// The program is run several times for this, and the shortest run is kept: it
// was disturbed the least by what else the machine did. On a machine that is busy
// all the time even that one tells little of how long things take. An output that
// still holds is left alone; whoever wants it recorded anew removes its file first.
//
// Below an output of two to a hundred processes a page shows their timeline,
// drawn from these figures: open up to eight processes, folded away beyond. It
// needs the ends of all processes, so none is drawn from an output recorded
// where they could not be known.
//
// With scripts, a line of an output and its mark in the timeline show each other:
// under the pointer, and by the arrow keys while the output has the focus. (With
// more than 300 lines, those at the same place share a mark, and they do not.)
//
// # Goroutines
//
// A run with trace: true has a second figure below its output: what each of its
// goroutines did when, what it waited for, who let it go on, and which thread
// executed it. It shows another run, of the program built once more with a file
// that lets the Go runtime keep a record; the sources are not touched. build
// -update makes that run, on Linux, and writes a .trace file beside the .golden,
// never by hand:
//
//	go: go1.26.8
//	platform: linux/amd64
//	isolation: user, pid, mount, net, ipc, uts namespaces
//	inputs: 4b471e88316090b0
//	end: 408.4
//	G1: main.main
//	G2: main.main.func1
//
//	0.0 G1 running T1
//	42.2 G2 runnable by G1
//	48.2 G1 waitgroup
//
// After the header comes a line for each time a goroutine began to do something
// else: when, in microseconds since main began; which goroutine, of which G1 is
// main; what (running, syscall, runnable, or what it waits for: send, receive,
// select, mutex, waitgroup, cond, sleep, network, blocked for the rest, and
// ended); and on which thread, or by whom it was started or let go on. The
// runtime's own goroutines are left out. Of very many goroutines or changes only
// the first are kept, and the others counted.
//
// A trace illustrates; it proves nothing. What the traced run prints must satisfy
// the contract, and then the trace stays until a Go file of the program, the
// arguments, the input or the environment of the run changes: inputs is a hash of
// these. Only the main process is traced. If it is ended by a panic or a signal,
// up to 10ms before that are missing, and the header has torn instead of end. A
// program that deadlocks cannot be traced: it would hang.
//
// Time goes to the right but is not to scale, since goroutines change what they
// do every few microseconds and then wait for long. A figure with more than 12
// goroutines and threads is on the page of the program only.
//
// # What is run
//
// build does not run again what it has verified on this machine: a run whose
// output was as recorded, with all that it depends on as it is now. That is
//
//   - the program's binary: its sources, embedded data, what it imports, go.mod,
//     go.sum, the toolchain, and how the go command is set up; for race: true
//     the C compiler;
//   - the run in runs.yaml, but for accept, and its recorded output;
//   - the machine, its isolation of runs, and the generator itself.
//
// Contents count, not times. If none of it has changed, nor a chapter, nor a
// file of site/, nothing is done at all but reading and hashing files, unless -v
// or -format asks for what is done. The go command is called only if sources have
// changed, or if only it can tell: with a workspace, vendored packages or a module
// replaced by a directory, for race: true if a variable says how C is compiled,
// and where go is not the go command itself but a script. What it then builds may
// be the same binary as before, and need not be run.
//
// A run that fails, even if only now and then, is not verified, whatever it did
// before. check runs everything, and so finds what none of this shows, such as
// a new version of a system's tool that a program starts; build believes what
// check has verified. With -v, build says of each run why it was or was not run:
//
//	keep child-process/join-many/join-many: nothing has changed since it was verified
//	run child-process/no-join/no-join: its sources have changed since it was verified
//
// What was verified is kept beside the binaries in the user's cache directory,
// in huoye/; up to eight versions of each run of the book, so that going back to
// one costs nothing. Removing it means that everything is run again. Directories
// of books that are not there any more are removed by the next build of another.
//
// # Many machines
//
// The runs of a large book can be divided between machines. The N shares of
// -shard 1/N to -shard N/N are together all runs, and have none in common; they
// are the same on every machine that has the same files, whatever its platform.
// They take about equally long, going by the recorded outputs. Only the programs
// of the share are built.
//
// check -shard I/N runs the share's runs, compares them, and judges their
// contracts. What cannot be divided, the pages with their links and weight,
// whether site/ is up to date, and whether a block is stale, is the first
// share's, which has fewer runs for it. Reading the book is done by all, as
// nothing can be done without; what is wrong there, each of them reports.
//
// build -update -shard I/N records the outputs of its share, the first one also
// the translations, and does not write site/, which would show half of what is
// new. All shares must begin with the same files, as those recorded decide who
// runs what. Each output is a file of its own, so what the machines have
// recorded is put together by copying the .golden, .trace and pairs.sum files into
// one tree. There build -run '^$' makes the site of them and
// says if one is missing, without running a program.
//
// For a book of 500 programs, a job of GitHub Actions on eight machines. These
// forbid namespaces to ordinary users unless told otherwise:
//
//	runs-on: ubuntu-24.04
//	strategy:
//	  fail-fast: false # one share's problems are not all
//	  matrix:
//	    shard: [1, 2, 3, 4, 5, 6, 7, 8]
//	steps:
//	  - uses: actions/checkout@v4
//	  - uses: actions/setup-go@v5
//	    with: {go-version-file: go.mod}
//	  - run: sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0
//	  - run: go run ./gen check -require-isolation -shard ${{ matrix.shard }}/${{ strategy.job-total }}
//
// and to record them all: the same with build -update -shard, then
//
//	steps: # after these
//	  - run: git ls-files -mo '*.golden' '*.trace' '*/pairs.sum' | tar -cf recorded.tar -T -
//	  - uses: actions/upload-artifact@v4
//	    with: {name: "recorded-${{ matrix.shard }}", path: recorded.tar}
//
// and in a job that needs it:
//
//	steps: # after checkout and setup-go
//	  - uses: actions/download-artifact@v4
//	  - run: for f in recorded-*/recorded.tar; do tar -xf "$f"; done
//	  - run: go run ./gen build -run '^$'
//
// after which the difference is there to be read and committed.
//
// # Contracts
//
// A run's contract is what holds each time: its exit status, output and rules.
// A fresh run that satisfies it leaves the recorded output as it is.
//
// output is "recorded" (the lines as recorded, in that order), "unordered"
// (the lines as recorded, in any order), or a list of items. In recorded
// lines the ids of the run's own processes may vary, where they stand as whole
// decimal numbers, but equal ids stay equal and different ids different, and
// each must be the id of a process of the run.
//
// An item is a line, or a group of items:
//
//	output:
//	  - Parent process {parent:pid}.        # a line on standard output
//	  - start: Child process will start.    # a line named start, for rules
//	  - stderr: 'panic: boom'               # a line on standard error
//	  - fail: 'exit status {n:int}'         # a named line …
//	    stream: stderr                      # … on standard error
//	  - unordered:                          # its items interleave freely;
//	      - one line                        #   a line is a sequence of one,
//	      - [first of two, second of two]   #   a list keeps its order
//	  - for: n in 0..4                      # a range or words: x in a b c
//	    run: Run task {n}                   # in this order
//	  - each: n in 0..4                     # in any order
//	    run: Run task {n}
//	  - repeat: 0..3                        # a number or a range
//	    do: [Get, Done]                     # several items: do
//	  - |                                   # a text of several lines
//	    one line                            #   is these lines in order
//	    and another
//
// The pieces are ordered as written; unordered and each loosen the order. A
// list of lines stays together in nothing but order: inside unordered, other
// lines may come between. Every line of a run must be accounted for by exactly
// one line of the contract; nothing is ignored.
//
// A name begins with a lower-case letter. A text in which a colon and a space
// or a # stands, or that begins with a brace, must be quoted for YAML:
// 'Process to write: {writer:pid}'. An empty line is a pair of quotes.
//
// A pattern is the line's text with placeholders. {name:type} stands for a
// value; the same name again, {name} or {name:type}, stands for the same value.
// {type} is a value without a name. A brace is doubled to stand for itself:
// {{ and }}. The types:
//
//	pid tid    a process or thread id        123
//	self       the id of the process that printed the line, where that is known
//	int        an integer                    -12
//	float      a decimal number              0.16
//	seconds    seconds, never negative       0.16
//	duration   a Go duration                 1.5ms, 2m0s
//	address    hexadecimal                   0xc000012345
//	port       1–65535                       43210
//	path       an absolute path, no spaces   /tmp/x
//	word       no white space                pear
//	text       anything, also nothing
//	a|b|c      one of these words
//
// A name has one type, which one line must say. Names used inside for, each
// and repeat are new in each iteration, unless a line of an enclosing group,
// outside the loop, uses them too; the loop's own name is always its own.
//
// Values of different names of type pid (and of type tid) differ, unless a rule
// same says that they do not have to. A self is a pid; other lines may have the
// same name as pid. Here each worker prints its own id, and the parent repeats
// it:
//
//	output:
//	  - parent {parent:self}
//	  - each: n in 0..4
//	    do:
//	      - run: Run task {n} ({worker:self})...
//	      - done: worker {worker} is done
//
// A rule speaks of named lines and, after a dot, of their placeholders. The
// names in a rule mean all lines of that name. rules is a list of them, each
// begins with a dash. Here is one of each kind, with outputs that are right and
// wrong by it, a semicolon between the lines, for this contract, which by
// itself allows any of its lines:
//
//	output:
//	  - unordered:
//	      - repeat: 0..9
//	        put: put {x:word}
//	      - repeat: 0..9
//	        get: get {x}
//	      - repeat: 0..9
//	        run: run {n:int} by {worker:pid}
//	      - repeat: 0..9
//	        task: task by {worker} took {s:seconds}
//	      - repeat: 0..9
//	        parent: parent {pid:pid}
//	      - repeat: 0..9
//	        child: child {pid:pid} of {ppid:pid}
//
// Each put comes before each get with the same x; without per, before every
// get. Three and more names are a chain.
//
//	before: put get per x
//	  right: put a; put b; get b; get a
//	  wrong: put a; get b; put b; get a
//
// If the line comes, it is the first or the last of all.
//
//	first: parent
//	  right: parent 7; put a
//	  wrong: put a; parent 7
//	last: get
//	  right: put a; get b
//	  wrong: get b; put a
//
// There are so many lines: =, <= or >=. absent is the same as = 0.
//
//	count: run = 2
//	  right: run 1 by 7; put a; run 2 by 7
//	  wrong: run 1 by 7; put a
//	absent: get
//	  right: put a; put b
//	  wrong: put a; get a
//
// So many different values: =, <= or >=. Without a number no value comes
// twice.
//
//	distinct: run.worker <= 2
//	  right: run 1 by 7; run 2 by 8; run 3 by 7
//	  wrong: run 1 by 7; run 2 by 8; run 3 by 9
//	distinct: put.x
//	  right: put a; put b
//	  wrong: put a; put a
//
// The two are always equal, or never. With one placeholder, same means that
// all its values are equal.
//
//	same: child.ppid parent.pid
//	  right: parent 7; child 8 of 7
//	  wrong: parent 7; child 8 of 9
//	differ: put.x get.x
//	  right: put a; get b
//	  wrong: put a; get a
//
// The values are these, each once: in any order, in this order, or only the
// first of them, maybe none. A range or words.
//
//	permutation: run.n 0..2
//	  right: run 1 by 7; run 0 by 7; run 2 by 7
//	  wrong: run 1 by 7; run 0 by 7; run 1 by 7
//	sequence: get.x a b c
//	  right: get a; get b; get c
//	  wrong: get a; get b
//	prefix: get.x a b c
//	  right: get a; get b
//	  wrong: get a; get c
//
// Run, task, run, task, and so on, ending with task.
//
//	alternate: run task per worker
//	  right: run 1 by 7; run 2 by 8; task by 7 took 0.1; task by 8 took 0.1
//	  wrong: run 1 by 7; run 2 by 7; task by 7 took 0.1; task by 7 took 0.1
//
// So far there are never more than so many runs without a task.
//
//	open: run task <= 2
//	  right: run 1 by 7; run 2 by 8; task by 7 took 0.1; run 3 by 7
//	  wrong: run 1 by 7; run 2 by 8; run 3 by 7; task by 7 took 0.1
//
// Before run n there are at least n-1 tasks.
//
//	needs: run.n task - 1
//	  right: run 1 by 7; task by 7 took 0.1; run 2 by 7
//	  wrong: run 2 by 7; task by 7 took 0.1; run 1 by 7
//
// The value lies between two bounds, of which one may be missing. Durations
// have durations for bounds, 1ms..2s.
//
//	range: task.s 0..0.8
//	  right: task by 7 took 0; task by 7 took 0.8
//	  wrong: task by 7 took 0; task by 7 took 0.81
//
// Every rule but first, last, absent and range can end with per and the name
// of a placeholder that all its lines have. It then holds for the lines of
// each value by themselves.
//
// check judges each contract. It doctors the recorded output in all the ways
// that should break it: lose, double, swap, move or insert a line, change a
// number or an id, exchange two processes, change a stream or the exit status.
// A doctored output that the contract accepts is a problem, unless the contract
// allows it in so many words (unordered, repeat, a placeholder of its own) or
// the author accepts it: by the kind of change (lose, double, swap, move,
// insert, number, id, exchange, stream, status), the lines concerned, or any,
// and a reason. An entry without use is a problem, too. -judge lists all.
//
//	output:
//	  - killed: killed worker {dead:pid}
//	  - 'workers left: 2'
//	accept:
//	  - id: killed
//	    because: only the pool knows which worker it was
//
// # Preview
//
//	go run ./gen serve [-open] [-port 8080]
//
// serves the book on this machine only, as it would be built, and writes
// nothing. It watches content/ and snippets/ and, in a book's directory that has
// them, the templates, style sheets and scripts of the generator in gen/render.
// After an edit, an open page shows what has changed of it: in place if that is
// the text of some blocks, else it reloads. No other page is touched; the
// reader's place in it stays, with its language and what was unfolded.
//
// What is wrong is shown on the pages, with the line and what to do, and printed.
// The pages are those that the book last had without problems until it is
// mended. A page that nobody has asked for yet may then be missing.
//
// At the start nothing is run: pages show what is recorded. A program that is
// changed is built and run in the background, by itself; so is one whose
// recorded output is missing or breaks its contract. If what it prints satisfies
// its contract, as far as that does not refer to what is recorded, and is not the
// same as recorded, the page shows it, and says that it is not recorded:
// build -update does that. An edit while a program is running ends the run and
// begins another.
//
// # Drafts of contracts
//
//	gen propose chapter/program[/run] [-runs 20]
//
// runs the program, or one run of it, repeatedly and prints what runs.yaml
// could say of it, for the author to edit. Nothing is written. The runs are made
// different: GOMAXPROCS is not set, 1, 2 and 32, unless the run sets it, and
// two runs in five have all cores kept busy; of one in three the lives of the
// processes are recorded, as build -update does.
//
// The draft is a contract that all these runs satisfy, as strict as they allow.
// Lines stand in order if they always came so and the order is likely to have
// a reason: one process printed both, or started the other afterwards, or had
// waited for its end. Other lines are unordered, with rules for what never
// broke. That an order or a number was seen proves nothing: it says so in a
// comment, and the author keeps what the program guarantees. The comments above
// the draft say how many doctored copies of the first output it rejects.
//
// If all runs printed the same, process ids aside, no contract is needed; if
// lines of different processes only happened to keep their order, the draft
// shows which. A run that ends now with one exit status, now with another has no
// contract; how often it did which is a problem.
package main
