package itl

import "slices"

// Kind is a class of defects. Each has one code of the FBI and one reason why it matters.
type Kind string

// Kinds of what stops a strict reading.
const (
	KindFormat             Kind = "not-itl"
	KindLimit              Kind = "limit"
	KindRecordStart        Kind = "record-start"
	KindLengthUnreadable   Kind = "length-unreadable"
	KindLength             Kind = "length"
	KindTruncated          Kind = "truncated"
	KindSeparatorMissing   Kind = "separator-missing"
	KindBytesBefore        Kind = "bytes-before"
	KindBytesAfter         Kind = "bytes-after"
	KindUnlisted           Kind = "record-unlisted"
	KindContentsMissing    Kind = "contents-missing"
	KindContentsUnreadable Kind = "contents-unreadable"
	KindContentsCount      Kind = "contents-count"
	KindContentsType       Kind = "contents-type"
	KindTextMode           Kind = "text-mode"
	KindEmptyField         Kind = "empty-field"
	KindTag                Kind = "tag-unreadable"
)

// Kinds of what Check finds in a transaction that was read.
const (
	KindContentsIDC    Kind = "contents-idc"
	KindIDCPadding     Kind = "idc-padding"
	KindIDCTwice       Kind = "idc-twice"
	KindType           Kind = "record-type"
	KindTagType        Kind = "tag-type"
	KindTagDigits      Kind = "tag-digits"
	KindFieldTwice     Kind = "field-twice"
	KindOrder          Kind = "field-order"
	KindLengthZeros    Kind = "length-zeros"
	KindEmptySubfield  Kind = "empty-subfield"
	KindEmptyItem      Kind = "empty-item"
	KindControl        Kind = "control-character"
	KindASCII          Kind = "not-ascii"
	KindCharset        Kind = "no-character-set"
	KindUTF8           Kind = "bad-utf8"
	KindMissing        Kind = "missing"
	KindValue          Kind = "value"
	KindRange          Kind = "out-of-range"
	KindValues         Kind = "values"
	KindRelation       Kind = "relation"
	KindNoImage        Kind = "no-image"
	KindImageUnknown   Kind = "image-unknown"
	KindImageHeader    Kind = "image-header"
	KindImageFormat    Kind = "image-format"
	KindImageSize      Kind = "image-size"
	KindImageDepth     Kind = "image-depth"
	KindImagePPI       Kind = "image-resolution"
	KindCompression    Kind = "compression"
	KindRawLength      Kind = "raw-length"
	KindImageData      Kind = "image-data"
	KindImageTail      Kind = "image-tail"
	KindFingerTwice    Kind = "finger-twice"
	KindFingerMissing  Kind = "finger-missing"
	KindFingerLacking  Kind = "finger-lacking"
	KindTransaction    Kind = "transaction-type"
	KindRecordCount    Kind = "record-count"
	KindFieldLength    Kind = "field-length"
	KindCharacters     Kind = "field-characters"
	KindFieldUndefined Kind = "field-undefined"
)

const hides = "readers walk from record to record by LEN, because images may hold any byte; where it lies, this record and all after it are lost, and the FBI rejects the whole transaction"

// kinds is the catalogue: a code and a reason for each.
var kinds = map[Kind]struct{ code, why string }{
	KindFormat:             {CodeUnparsable, "nothing in the file can be read as a transaction"},
	KindLimit:              {CodeRange, "limits keep a damaged or hostile file from using up the machine; no card in use comes near them"},
	KindRecordStart:        {CodeRecord, hides},
	KindLengthUnreadable:   {CodeUnparsable, hides},
	KindLength:             {CodeRecord, hides},
	KindTruncated:          {CodeRecord, "what was cut off cannot be recovered, and the end of a file is where the last images stand"},
	KindSeparatorMissing:   {CodeRecord, "without its FS a record runs into the next one in every reader that looks for separators"},
	KindBytesBefore:        {CodeUnparsable, "a reader expects 1.001: in the first byte and takes the file for something else"},
	KindBytesAfter:         {CodeRecord, "bytes that no record claims show that LEN or CNT is wrong, or that a transfer added to the file"},
	KindUnlisted:           {CodeRecord, "a receiver reads as many records as CNT lists; this one would be dropped in silence"},
	KindContentsMissing:    {CodeMissing, "CNT alone says what the binary records are; without it they cannot be told apart"},
	KindContentsUnreadable: {CodeRecord, "CNT alone says what the binary records are; without it they cannot be told apart"},
	KindContentsCount:      {CodeRecord, "a receiver that trusts the count stops early or waits for a record that never comes"},
	KindContentsType:       {CodeRecord, "a receiver would read this record as another type, its image with it"},
	KindTextMode:           {CodeUnparsable, "a transfer in text mode changes line ends in images too, and those cannot be restored"},
	KindEmptyField:         {CodeUnparsable, "between two separators there must be a field with its tag"},
	KindTag:                {CodeUnparsable, "a field that cannot be named is lost, with everything up to the next separator"},
	KindContentsIDC:        {CodeRecord, "the IDC links a record to CNT and to its minutiae; a receiver would link it to another one, or to none"},
	KindIDCPadding:         {CodeInvalid, "IDCs are of two digits in CNT and in x.002; receivers that compare text find no match"},
	KindIDCTwice:           {CodeRecord, "two records of one type under one IDC cannot be told apart in an answer or an error"},
	KindType:               {CodeInvalid, "a receiver ignores or refuses a type of record that its version of the standard has not"},
	KindTagType:            {CodeUnparsable, "a field under another type's number is not found by anyone who looks for it"},
	KindTagDigits:          {CodeUnparsable, "from the 2007 standard on, field numbers are of three digits; receivers that compare text do not find this one"},
	KindFieldTwice:         {CodeInvalid, "receivers keep the first or the last; the other is lost in silence"},
	KindOrder:              {CodeInvalid, "readers rely on LEN first, IDC second and the image last; some on ascending numbers"},
	KindLengthZeros:        {CodeLength, "leading zeros are not in the standard; receivers that recompute LEN find another length"},
	KindEmptySubfield:      {CodeUnparsable, "an empty subfield counts as a value that is missing"},
	KindEmptyItem:          {CodeUnparsable, "the standard lets a separator stand for an item that is not there; some receivers read an empty value"},
	KindControl:            {CodeUnparsable, "control characters in text are separators, or what is left of a damaged one"},
	KindASCII:              {CodeUnparsable, "Type-1 is read before the character set is known, and so is always 7-bit ASCII"},
	KindCharset:            {CodeUnparsable, "without a declared character set a receiver guesses, and spells the name wrong"},
	KindUTF8:               {CodeUnparsable, "text that is not in the declared character set cannot be shown or searched"},
	KindMissing:            {CodeMissing, "a receiver refuses a transaction that lacks a mandatory field"},
	KindValue:              {CodeInvalid, "a receiver refuses a value that the field cannot have, or reads it as something else"},
	KindRange:              {CodeRange, "a code or a number that cannot be is refused, or taken for another"},
	KindValues:             {CodeInvalid, "separators make several values of one; receivers keep the first and lose the rest"},
	KindRelation:           {CodeRelation, "two statements that exclude each other make a receiver choose one, or refuse both"},
	KindNoImage:            {CodeImage, "a record of an image without one gives the receiver nothing to search"},
	KindImageUnknown:       {CodeImage, "a receiver cannot decompress it, and refuses the transaction or drops the print"},
	KindImageHeader:        {CodeDecompress, "a decoder stops at the header, before the first pixel"},
	KindImageFormat:        {CodeRelation, "a receiver hands the bytes to the decoder that the record names, which fails"},
	KindImageSize:          {CodeRelation, "a receiver that trusts the record crops the print, or reads past the image"},
	KindImageDepth:         {CodeRelation, "a receiver that trusts the record reads the pixels at the wrong width"},
	KindImagePPI:           {CodeRelation, "a print read at the wrong resolution has ridges at the wrong distance and matches nobody"},
	KindCompression:        {CodeRelation, "the FBI takes WSQ at 500 pixels per inch and JPEG 2000 at 1000, each certified for that alone"},
	KindRawLength:          {CodeLength, "rows begin in the wrong place, and the picture shears"},
	KindImageData:          {CodeDecompress, "a decoder fails, or shows noise where a print should be"},
	KindImageTail:          {CodeLength, "bytes after the image are not part of it; they are padding, or the rest of something lost"},
	KindFingerTwice:        {CodeFingersTwice, "one of the two is probably another finger, and the search would run on a wrong set"},
	KindFingerMissing:      {CodeRelation, "a finger cannot be missing and printed; the set is mixed up or the amputation is an error"},
	KindFingerLacking:      {CodeRelation, "without a reason a receiver takes a finger that is not there for a mistake of capture, and may refuse the set"},
	KindTransaction:        {CodeInvalid, "a receiver routes by type of transaction, and has no route for this one"},
	KindRecordCount:        {CodeRecord, "the FBI's templates bound the records of each type; more are refused"},
	KindFieldLength:        {CodeRange, "a receiver cuts a longer value off, or refuses it"},
	KindCharacters:         {CodeInvalid, "a receiver refuses characters that the field's type excludes, or replaces them"},
	KindFieldUndefined:     {CodeInvalid, "the FBI ignores fields that a type of transaction does not define: what stands here is not used"},
}

// Kinds lists the classes of defects, by name.
func Kinds() []Kind {
	all := make([]Kind, 0, len(kinds))
	for k := range kinds {
		all = append(all, k)
	}
	slices.Sort(all)
	return all
}
