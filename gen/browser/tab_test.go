package browser_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/audits"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// patience is how long one action in a tab may take, or what must happen. It is
// only to be used up by what has failed: of the page with the whole book, a busy
// machine needs more than a minute for all rules of axe-core.
const patience = 10 * time.Minute

// A tab is one page of the browser, with a book of what went wrong in it.
type tab struct {
	t   testing.TB
	ctx context.Context
	// shared is set if the tab is used outside the test's own goroutine.
	shared bool

	mu       sync.Mutex
	allowed  []string // addresses begin with one of these, or are data
	problems []string // what the browser complained of
	dialogs  int
	loads    map[network.RequestID]*load
	order    []*load
}

// A load is one request that a page made.
type load struct {
	url    string
	bytes  float64 // as they came over the wire, with headers
	cached bool
}

// newTab opens an empty tab in a window of its own: a tab in the background
// is not painted.
func newTab(t testing.TB) *tab {
	t.Helper()
	ctx, cancel := chromedp.NewContext(browser(t), chromedp.WithNewBrowserContext(), chromedp.WithNewWindow(true))
	t.Cleanup(cancel)
	tab := &tab{t: t, ctx: ctx, loads: make(map[network.RequestID]*load)}
	if err := chromedp.Listen(ctx, tab.event); err != nil {
		t.Fatal(err)
	}
	call(tab, audits.Enable, cdp.Empty{})
	call(tab, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
	return tab
}

// call sends one command of the protocol; a failure is the end of the test.
func call[P, R any](tab *tab, cmd cdp.Command[P, R], params P) R {
	tab.t.Helper()
	ctx, cancel := context.WithTimeout(tab.ctx, patience)
	defer cancel()
	r, err := chromedp.Call(ctx, cmd, params)
	if err != nil {
		tab.fatal(cmd.Method, err)
	}
	return r
}

// eval returns the value of a JavaScript expression, a promise's when it is
// kept. It works in pages that may not run scripts, too.
func eval[T any](tab *tab, expression string) T {
	tab.t.Helper()
	ctx, cancel := context.WithTimeout(tab.ctx, patience)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		tab.fatal(fmt.Sprintf("evaluating %.200s", expression), err)
	}
	return v
}

// do takes steps.
func (tab *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	tab.t.Helper()
	ctx, cancel := context.WithTimeout(tab.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		tab.fatal("acting", err)
	}
}

// A giveUp is what fatal panics with in the goroutines of inTabs, where
// t.Fatal must not be called.
type giveUp string

func (tab *tab) fatal(what string, err error) {
	tab.t.Helper()
	tab.mu.Lock()
	msg := fmt.Sprintf("%s: %v\n%s", what, err, strings.Join(tab.problems, "\n"))
	tab.mu.Unlock()
	if tab.shared {
		panic(giveUp(msg))
	}
	tab.t.Fatal(msg)
}

// open goes to an address and waits until the page is loaded. What was noted
// of the page before is forgotten.
func (tab *tab) open(address string, allowed ...string) {
	tab.t.Helper()
	tab.mu.Lock()
	tab.allowed, tab.problems, tab.dialogs = allowed, nil, 0
	clear(tab.loads)
	tab.order = nil
	tab.mu.Unlock()
	tab.do(chromedp.Navigate(address))
}

// resize sets the width and height of the window in CSS pixels.
func (tab *tab) resize(width, height int64) {
	tab.t.Helper()
	call(tab, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
		Width: width, Height: height, DeviceScaleFactor: 1,
	})
}

// theme sets what the reader's system prefers: light or dark.
func (tab *tab) theme(name string) { tab.prefer("prefers-color-scheme", name) }

func (tab *tab) prefer(feature, value string) {
	tab.t.Helper()
	call(tab, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: feature, Value: value}},
	})
}

// scripts says whether pages may run scripts from now on.
func (tab *tab) scripts(on bool) {
	tab.t.Helper()
	call(tab, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !on})
}

// complaints returns what went wrong since the page was opened. An empty
// expression gives the browser's events time to come in.
func (tab *tab) complaints() []string {
	tab.t.Helper()
	eval[int](tab, "0")
	tab.mu.Lock()
	defer tab.mu.Unlock()
	return append([]string(nil), tab.problems...)
}

func (tab *tab) event(ev any) {
	tab.mu.Lock()
	defer tab.mu.Unlock()
	note := func(format string, args ...any) {
		tab.problems = append(tab.problems, fmt.Sprintf(format, args...))
	}
	switch ev := ev.(type) {
	case *log.EventEntryAdded:
		// Level verbose is advice, all else is trouble.
		if ev.Entry.Level != log.EntryLevelVerbose {
			note("%s: %s: %s %s", ev.Entry.Source, ev.Entry.Level, ev.Entry.Text, ev.Entry.URL)
		}
	case *runtime.EventConsoleAPICalled:
		note("console.%s", ev.Type)
	case *runtime.EventExceptionThrown:
		note("exception: %s", exception(ev.ExceptionDetails))
	case *audits.EventIssueAdded:
		note("issue: %s%s", ev.Issue.Code, issueDetails(ev.Issue))
	case *page.EventJavascriptDialogOpening:
		tab.dialogs++
		note("dialog: %s: %s", ev.Type, ev.Message)
		// A dialog stops its page until it is answered, and this function
		// must not wait.
		go func() {
			_, _ = chromedp.Call(tab.ctx, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{})
		}()
	case *network.EventRequestWillBeSent:
		url := ev.Request.URL
		l := &load{url: url}
		if !strings.HasPrefix(url, "data:") {
			tab.loads[ev.RequestID] = l
			tab.order = append(tab.order, l)
			if !allows(tab.allowed, url) {
				note("request to elsewhere: %s", url)
			}
		}
	case *network.EventRequestServedFromCache:
		if l := tab.loads[ev.RequestID]; l != nil {
			l.cached = true
		}
	case *network.EventResponseReceived:
		if ev.Response.Status >= 400 {
			note("status %d: %s", ev.Response.Status, ev.Response.URL)
		}
		if l := tab.loads[ev.RequestID]; l != nil && ev.Response.FromDiskCache {
			l.cached = true
		}
	case *network.EventLoadingFinished:
		if l := tab.loads[ev.RequestID]; l != nil {
			l.bytes = ev.EncodedDataLength
		}
	case *network.EventLoadingFailed:
		if l := tab.loads[ev.RequestID]; l != nil {
			note("request failed: %s: %s", ev.ErrorText, l.url)
		}
	}
}

func allows(prefixes []string, url string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(url, p) {
			return true
		}
	}
	return strings.HasPrefix(url, "about:")
}

func issueDetails(i *audits.InspectorIssue) string {
	if i.Details == nil {
		return ""
	}
	switch {
	case i.Details.ContentSecurityPolicyIssueDetails != nil:
		d := i.Details.ContentSecurityPolicyIssueDetails
		return fmt.Sprintf(": %s: %s", d.ViolatedDirective, d.BlockedURL)
	case i.Details.GenericIssueDetails != nil:
		return fmt.Sprintf(": %s", i.Details.GenericIssueDetails.ErrorType)
	}
	return ""
}

func exception(d *runtime.ExceptionDetails) string {
	if d.Exception != nil {
		return d.Text + " " + d.Exception.Description
	}
	return d.Text
}

// loaded returns what the page has asked for since it was opened.
func (tab *tab) loaded() []load {
	tab.mu.Lock()
	defer tab.mu.Unlock()
	var list []load
	for _, l := range tab.order {
		list = append(list, *l)
	}
	return list
}
