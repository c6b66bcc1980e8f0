package law

// Engine is what decides, by name, so that whoever recounts a log knows which program to decide with. It is raised whenever the same rules could come to
// another decision, or to other reasons for it; a test holds it to what the compiler, the engine and the offence tables say, and fails where one of them
// changed.
const Engine = "law 1"
