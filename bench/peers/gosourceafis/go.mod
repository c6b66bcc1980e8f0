module driver

go 1.26.0

require github.com/jtejido/sourceafis v0.0.0
