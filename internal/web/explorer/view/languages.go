package view

import "sallyport/internal/web/lang"

// Langs are the languages that the page is in.
var Langs = []lang.Lang{lang.English, lang.Spanish, lang.French, lang.Arabic}

// languages offers the page in the others. As long as nothing is answered they are links; later a form of their own, which takes the answers along: an
// address never holds one.
func (p *page) languages() {
	if len(p.answers) == 0 {
		p.put(`<p class="langs">`)
		defer p.put(`</p>`)
	} else {
		p.put(`<form method="post" action="%" id="langs" class="langs">`, p.address(p.Setting))
		p.kept()
		defer p.put(`</form>`)
	}
	for _, l := range Langs {
		code := string(l)
		switch {
		case l == p.Lang:
			p.put(`<strong lang="%">%</strong>`, code, l.Name())
		case !p.given:
			p.put(`<a href="%" lang="%" hreflang="%">%</a>`, Path+"?lang="+code, code, code, l.Name())
		case len(p.answers) == 0:
			p.put(`<a href="%" lang="%" hreflang="%">%</a>`, p.addressIn(code, p.Setting), code, code, l.Name())
		default:
			p.put(`<button class="quiet" formaction="%" lang="%">%</button>`, p.addressIn(code, p.Setting), code, l.Name())
		}
	}
}
