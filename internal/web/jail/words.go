package jail

import (
	"fmt"
	"slices"

	"github.com/a-h/templ"

	"sallyport/casework"
)

// to is where a form of a case is posted.
func to(s *sheet, act string) templ.SafeURL {
	return templ.SafeURL("/desk/case/" + s.Submission.ID + "/" + act)
}

// counselPage is where what is in doubt about a case is settled.
func counselPage(s *sheet) templ.SafeURL { return templ.SafeURL("/counsel/case/" + s.Submission.ID) }

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// served says whether a copy was served that the request takes effect by.
func served(stage casework.Stage) bool {
	return slices.Contains([]casework.Stage{casework.Served, casework.ToNotify, casework.ToHold, casework.Held}, stage)
}
