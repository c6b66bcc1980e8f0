package desk

import (
	"encoding/base64"
	"encoding/json"
	"fmt"

	"sallyport/fingerprint"
	"sallyport/internal/store"
)

// What is sealed of a person, each under the person-record's own key, which a purge destroys.
const (
	transactionDocument = "transaction"
	printsDocument      = "prints"
	imagesDocument      = "images"
)

// addFact keeps a fact with its value and source sealed; who entered it and where it stands are not.
func (n *Node) addFact(tx *store.Tx, id string, f store.Fact) error {
	f, err := n.sealFact(id, f)
	if err != nil {
		return err
	}
	return tx.AddFact(id, &f)
}

func (n *Node) sealFact(id string, f store.Fact) (store.Fact, error) {
	sealed, err := n.Vault.Seal(id, "fact/"+f.Path, []byte(f.Value+"\n"+f.Source))
	if err != nil {
		return f, err
	}
	f.Value, f.Source = base64.StdEncoding.EncodeToString(sealed), ""
	return f, nil
}

// facts are those entered, in order, opened.
func (n *Node) facts(tx *store.Tx, id string) ([]store.Fact, error) {
	all, err := tx.Facts(id)
	if err != nil {
		return nil, err
	}
	for i := range all {
		if err := n.openFact(id, &all[i]); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func (n *Node) openFact(id string, f *store.Fact) error {
	sealed, err := base64.StdEncoding.DecodeString(f.Value)
	if err != nil {
		return fmt.Errorf("fact %s: %w", f.Path, err)
	}
	opened, err := n.Vault.Open(id, "fact/"+f.Path, sealed)
	if err != nil {
		return fmt.Errorf("fact %s: %w", f.Path, err)
	}
	f.Value, f.Source = cut(string(opened))
	return nil
}

// cut parts a value, which is JSON on one line, from its source.
func cut(text string) (value, source string) {
	for i := range len(text) {
		if text[i] == '\n' {
			return text[:i], text[i+1:]
		}
	}
	return text, ""
}

func (n *Node) keep(tx *store.Tx, id, kind string, plain []byte) error {
	sealed, err := n.Vault.Seal(id, kind, plain)
	if err != nil {
		return err
	}
	return tx.PutDocument(id, kind, sealed)
}

func (n *Node) kept(tx *store.Tx, id, kind string) ([]byte, error) {
	sealed, err := tx.Document(id, kind)
	if err != nil {
		return nil, err
	}
	return n.Vault.Open(id, kind, sealed)
}

func (n *Node) keepPrints(tx *store.Tx, id string, prints []fingerprint.Template) error {
	document, err := json.Marshal(prints)
	if err != nil {
		return err
	}
	return n.keep(tx, id, printsDocument, document)
}

func (n *Node) prints(tx *store.Tx, id string) (prints []fingerprint.Template, err error) {
	document, err := n.kept(tx, id, printsDocument)
	if err != nil {
		return nil, err
	}
	return prints, json.Unmarshal(document, &prints)
}
