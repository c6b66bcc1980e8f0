package law

import _ "embed"

// Disputed is disputed.yaml: the published scenarios that contradict the contract or the law files, with the passage.
//
//go:embed disputed.yaml
var Disputed []byte
