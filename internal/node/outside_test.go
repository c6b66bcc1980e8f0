package node

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sallyport"
)

// TestOutside reads what a file says of machines and tokens.
func TestOutside(t *testing.T) {
	pin := "sha256:" + strings.Repeat("ab", 32)
	for _, test := range []struct{ name, file, want string }{
		{"an agency's machine", "place: us-oh/franklin\nmachines: [{certificate: \"" + strings.ToUpper(pin[7:]) + "\"}]", "machines[0]: certificate: link: pin"},
		{"another jail's machine", "place: us-oh/franklin\nmachines: [{certificate: \"" + pin + "\", place: us-il/cook}]", `machines[0]: place "us-il/cook"`},
		{"a hub's machine of nowhere", "machines: [{certificate: \"" + pin + "\"}]", `machines[0]: place ""`},
		{"no role", "tokens: [{token: abcdefghijklmnop, id: r, office: field office}]", `tokens[0]: "" is no role`},
		{"a role of the other node", "tokens: [{token: abcdefghijklmnop, id: j, office: us-oh/franklin, role: jail clerk}]", "tokens[0]: jail clerk: there is none at this node"},
		{"a key that is not known", "machines: [{pin: x}]", "pin: unknown"},
		{"an agency's", "place: us-oh/franklin\nmachines: [{certificate: \"sha256:" + strings.ToUpper(pin[7:]) + "\", by: n. okafor}]\ntokens: [{token: t, id: j, office: us-oh/franklin, role: jail clerk}]", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "node.yaml")
			if err := os.WriteFile(file, []byte(test.file), 0o600); err != nil {
				t.Fatal(err)
			}
			c, err := ReadConfig(file)
			if err == nil {
				err = c.fill("node")
			}
			if test.want != "" {
				if err == nil || !strings.Contains(err.Error(), test.want) {
					t.Errorf("error %v, want it to say %q", err, test.want)
				}
				return
			}
			if err != nil || c.API != "localhost:8444" || c.Machines[0].Place != "us-oh/franklin" || c.Machines[0].Certificate != pin || c.Tokens[0].Role != sallyport.JailClerk {
				t.Errorf("%+v, %v", c, err)
			}
		})
	}
}
