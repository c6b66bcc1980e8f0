package roles_test

import (
	"errors"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"sallyport"
	. "sallyport/roles"
)

func can(role sallyport.Role, act Act) bool {
	return Allows(sallyport.Actor{ID: "someone", Office: "somewhere", Role: role}, act) == nil
}

// TestNeverAllowed is what the table may never come to say, whoever edits it.
func TestNeverAllowed(t *testing.T) {
	for _, p := range Table {
		for _, role := range []sallyport.Role{sallyport.Officer, sallyport.Director} {
			switch p.Act {
			case ResolveCitizenship, DecideChallenge, ResolveQuestion, ExaminePrints, ConfirmMatch, EnterConviction, EnterFact,
				CorrectRecord, ReadRecord, AnswerRequest, AcceptFacts, ServeCopy:
				if can(role, p.Act) {
					t.Errorf("%s: a %s may", p.Act, role)
				}
			}
		}
		for _, role := range []sallyport.Role{sallyport.Auditor, sallyport.Administrator} {
			if p.Person && can(role, p.Act) {
				t.Errorf("%s: acts on a person, and %s may", p.Act, role)
			}
		}
		if can(sallyport.Software, p.Act) && len(p.Roles) != 1 {
			t.Errorf("%s: the software's or a person's, not both", p.Act)
		}
		if slices.Contains(p.Roles, sallyport.Administrator) && p.Act != AddPasskey && slices.ContainsFunc(p.Roles, func(r sallyport.Role) bool { return r != sallyport.Administrator }) {
			t.Errorf("%s: administration is nobody else's", p.Act)
		}
	}
	for _, act := range []Act{ReceiveBooking, SearchGallery, ApplyRules, Purge} {
		for _, role := range All() {
			if can(role, act) {
				t.Errorf("%s: %s may; it is the software's", act, role)
			}
		}
	}
}

// TestWhatIsSigned holds the two signatures that matter, and the one that guards them.
func TestWhatIsSigned(t *testing.T) {
	var signed []Act
	for _, p := range Table {
		if p.StepUp {
			signed = append(signed, p.Act)
		}
	}
	if want := []Act{ConfirmMatch, MakeRequest, AddPasskey}; !slices.Equal(signed, want) {
		t.Errorf("signed: %q, want %q", signed, want)
	}
	for _, act := range []Act{ExaminePrints, ConfirmMatch, ResolveCitizenship, DecideChallenge} {
		if p, _ := Of(act); !p.Second {
			t.Errorf("%s: by one person", act)
		}
	}
	for _, act := range []Act{RecordRelease, EndHold, RemoveEnrolment, WithdrawAsking} {
		if p, _ := Of(act); p.Second || p.StepUp {
			t.Errorf("%s: letting go waits for somebody", act)
		}
	}
}

// TestTableIsWhole says that every line reads, and every role is there for something at its own node.
func TestTableIsWhole(t *testing.T) {
	seen := map[Act]bool{}
	for _, p := range Table {
		if seen[p.Act] || p.Act == "" || p.Why == "" || len(p.Roles) == 0 && p.Public == "" {
			t.Errorf("%+v", p)
		}
		seen[p.Act] = true
		for _, node := range []Node{Hub, Agency} {
			if p.Public == "" && p.Node.Has(node) && !slices.ContainsFunc(p.Roles, func(r sallyport.Role) bool {
				return r == sallyport.Software || Holdable(node, r) == nil
			}) {
				t.Errorf("%s: nobody at the %s can have a role for it", p.Act, node)
			}
		}
		for _, role := range p.Roles {
			if role != sallyport.Software && Holdable(Hub, role) != nil && Holdable(Agency, role) != nil {
				t.Errorf("%s: nobody can be %s", p.Act, role)
			}
			if role != sallyport.Software && p.Node != Either && Holdable(p.Node, role) != nil {
				t.Errorf("%s: at the %s there is no %s", p.Act, p.Node, role)
			}
		}
	}
	want := []sallyport.Role{sallyport.Examiner, sallyport.Clerk, sallyport.Officer, sallyport.Director, sallyport.JailClerk,
		sallyport.JailSupervisor, sallyport.Counsel, sallyport.Auditor, sallyport.Administrator}
	if !slices.Equal(All(), want) {
		t.Errorf("roles: %q", All())
	}
	for _, role := range want {
		if !slices.ContainsFunc(Table, func(p Permission) bool { return p.Act != AddPasskey && slices.Contains(p.Roles, role) }) {
			t.Errorf("%s: has nothing to do", role)
		}
	}
}

// TestAnySetOfRoles draws what somebody might be given, and checks what must hold of whatever is let through.
func TestAnySetOfRoles(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		node := rapid.SampledFrom([]Node{Hub, Agency}).Draw(t, "node")
		held := rapid.SliceOfN(rapid.SampledFrom(append(All(), sallyport.Software, sallyport.Role("jail officer"), "sheriff")), 1, 4).Draw(t, "roles")
		if Holdable(node, held...) != nil {
			return
		}
		has := func(role sallyport.Role) bool { return slices.Contains(held, role) }
		may := func(act Act) bool {
			return slices.ContainsFunc(held, func(role sallyport.Role) bool { return can(role, act) })
		}
		for _, never := range [][2]Act{
			{ConfirmMatch, MakeRequest}, {EnterConviction, MakeRequest}, {ResolveCitizenship, MakeRequest}, {ResolveCitizenship, RecordFinding},
			{MakeRequest, AnswerRequest}, {MakeRequest, AcceptFacts}, {GiveRole, ReadRecord}, {GiveRole, ReconcileBooks}, {ReconcileBooks, EnterFact},
		} {
			if may(never[0]) && may(never[1]) {
				t.Fatalf("%q: may both %s and %s", held, never[0], never[1])
			}
		}
		if has(sallyport.Software) || has(sallyport.Role("jail officer")) || has("sheriff") {
			t.Fatalf("%q: given", held)
		}
		if node == Agency && may(MakeRequest) || node == Hub && may(AnswerRequest) {
			t.Fatalf("%q: given at the %s", held, node)
		}
	})
}

func TestDenied(t *testing.T) {
	who := sallyport.Actor{ID: "r. alvarez", Office: "Los Angeles field office", Role: sallyport.Officer}
	var denied *Denied
	if err := Allows(who, ResolveCitizenship); !errors.As(err, &denied) || err.Error() !=
		"resolve citizenship: not as field officer; it takes records clerk, counsel or jail supervisor" {
		t.Error(err)
	}
	if err := Allows(who, "burn the file"); !errors.As(err, &denied) || err.Error() != "burn the file: not as field officer; no role does this" {
		t.Error(err)
	}
	if err := Allows(sallyport.Actor{ID: "r. alvarez", Role: sallyport.Officer}, MakeRequest); err == nil {
		t.Error("without an office")
	}
	if err := Allows(who, MakeRequest); err != nil {
		t.Error(err)
	}
	for _, held := range [][]sallyport.Role{{sallyport.Examiner, sallyport.Officer}, {sallyport.Software}, {sallyport.JailClerk}, {"sheriff"}} {
		err := Holdable(Hub, held...)
		if err == nil {
			t.Errorf("%q: held", held)
		}
		t.Log(err)
	}
}
