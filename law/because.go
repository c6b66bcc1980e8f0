package law

import (
	"slices"

	"sallyport"
)

// because lists the facts that made e what it is for this case, as "PATH = VALUE": every part of a conjunction
// that holds, the parts of a disjunction that hold, and the other way round for what does not hold.
func (e *Expr) because(s *scene) []string {
	w := witness{scene: *s, list: -1}
	w.expr(e)
	return w.said
}

type witness struct {
	scene
	list, index int
	said        []string
}

// expr adds the facts that gave e its value.
func (w *witness) expr(e *Expr) {
	value := e.eval(&w.scene)
	switch e.Op {
	case OpAnd:
		w.parts(e.Args, value, value == True)
	case OpOr:
		w.parts(e.Args, value, value == False)
	case OpNot:
		w.expr(e.Args[0])
	case OpAtom:
		w.atom(e.Atom)
	case OpCount, OpDistinct:
		w.quantifier(e, value)
	case OpQuestion:
		w.say("open question " + e.Question)
	}
}

// parts adds those parts that have the value of the whole; all of them where all were needed.
func (w *witness) parts(args []*Expr, value Tri, all bool) {
	for _, arg := range args {
		if arg.eval(&w.scene) != value {
			continue
		}
		w.expr(arg)
		if !all && value != Unknown {
			return
		}
	}
}

// quantifier adds the offences that satisfied the body, or says that none did.
func (w *witness) quantifier(e *Expr, value Tri) {
	offences := e.List.of(w.c)
	if !offences.Known {
		w.say(e.List.String() + " not seen")
		return
	}
	if value == False {
		if len(offences.List) == 0 {
			w.say(e.List.String() + " = []")
		}
		return
	}
	body := e.Args[0]
	for i := range offences.List {
		w.offence, w.list, w.index = &offences.List[i], int(e.List), i
		if body.eval(&w.scene) == value {
			w.expr(body)
		}
	}
	w.offence, w.list = nil, -1
}

func (w *witness) atom(a *Atom) {
	for _, r := range a.Refs {
		at := slotOf(r, w.list, w.index)
		f := r.fact()
		if at.list < 0 && (r.Fact == factAt || r.Fact == factState) {
			continue
		}
		v := *at.in(w.c)
		text := f.Format(v)
		if f.Kind == sallyport.Time && v.State == sallyport.Known {
			text = formatTime(v, w.zone)
		}
		w.say(at.path() + " = " + text + w.filled(at.path()))
	}
}

// filled says, of a fact that nobody gave, which list settled it; "" for a fact as given.
func (w *witness) filled(path string) string {
	for _, f := range w.c.Filled {
		if f.Path == path {
			return " (from " + f.Source + ", by its statute)"
		}
	}
	return ""
}

func (w *witness) say(s string) {
	if !slices.Contains(w.said, s) {
		w.said = append(w.said, s)
	}
}
