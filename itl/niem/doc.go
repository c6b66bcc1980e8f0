// Package niem reads and writes biometric transactions in the XML encoding of ANSI/NIST-ITL: the
// itl:NISTBiometricInformationExchangePackage of ITL 1-2011 with the FBI's EBTS 10.0, and that of ITL 2-2008.
//
// It promises that nothing is lost. Traditional to XML to traditional gives the same bytes, for every type of record,
// whatever the fields hold; and what Read returns without an error says all that the package said. It does not validate
// a package against the schemas, and it does not read EBTS 11, whose names differ.
//
// # What is standard
//
// The elements, their order and their namespaces are those of the schemas that the FBI published for its EBTS 10.0 web
// services (itl/2011/itl.xsd, niem/domains/biometrics/1.0/biometrics.xsd, fbi_ebts/10.0/fbi_ebts.xsd), and the fields
// behind them those that the FBI's hundred templates name in comments. Both lie in the public repository ojbc/main, under
// adapters/fbi-electronic-biometric-transmission-specification-adapter/src/main/resources/ebts-10.0-ws-specification. For
// 2-2008 they are those of an2kconvert, the converter that NIST published, and of the one instance of it at hand. The folder
// map holds all this as tables, and its README what each table leaves out.
//
// # What is ours
//
// Where the standard has no element, or none that holds a field exactly as it stands, the field goes into
// tr:TraditionalFields (namespace [Extension], schema traditional.xsd) beside the record's elements: fields that no table
// knows, values that do not convert (a date that is none), empty items, bytes that XML cannot hold, fields that occur twice.
// tr:Order lists the tags where their order or number of digits is not the plain one. A value there stands before that of an
// element. Records of types that have no table (11, 12, 18, 20, 21, 22 and all user-defined ones) are tr:Record.
//
// The element stands where the schemas let a domain put its own fields (itl:UserDefinedFields), so that a package with it
// stays valid; Types 1, 14 and 15 have no such place in EBTS 10.0, and there it stands all the same.
package niem
