//go:build js && wasm

// Command wasm is the explorer on the visitor's own device. It sets one function, sallyportExplorer(packs, words, lang), which reads the compiled packs
// and the texts of a language and returns the function that makes pages: (address, form, today) to HTML.
package main

import (
	"net/url"
	"syscall/js"
	"time"
	_ "time/tzdata" // a browser has no zone table of its own

	"sallyport/internal/web/explorer/view"
	"sallyport/internal/web/lang"
	"sallyport/law"
)

func main() {
	js.Global().Set("sallyportExplorer", js.FuncOf(func(_ js.Value, args []js.Value) any {
		packs := make([]byte, args[0].Length())
		js.CopyBytesToGo(packs, args[0])
		book, err := law.Load(packs)
		if err != nil {
			return err.Error()
		}
		say := view.Texts(args[1].String())
		return maker(view.Maker{Book: book, Lang: lang.Lang(args[2].String()), Say: say, Here: true})
	}))
	select {} // its functions are called as long as the page is open
}

func maker(m view.Maker) js.Func {
	return js.FuncOf(func(_ js.Value, args []js.Value) any {
		query, err := url.ParseQuery(args[0].String())
		if err != nil {
			return ""
		}
		form, err := url.ParseQuery(args[1].String())
		if err != nil {
			return ""
		}
		today, _ := time.Parse(time.DateOnly, args[2].String()) // the zero day is offered where the browser sends none
		return m.HTML(query, form, today)
	})
}
