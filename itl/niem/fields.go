package niem

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"sallyport/itl"
)

// fields puts the record's fields in order: those of the elements by number, unless the extension says otherwise.
func (r *recordParser) fields() ([]itl.Field, error) {
	if r.fixed.order != nil {
		return r.ordered()
	}
	numbers := []int{1}
	for _, number := range r.binder.Numbers() {
		if number > 0 {
			numbers = append(numbers, number)
		}
	}
	for number := range r.fixed.values {
		numbers = append(numbers, number)
	}
	if r.hasImage {
		numbers = append(numbers, 999)
	}
	slices.Sort(numbers)
	numbers = slices.Compact(numbers)
	fields := make([]itl.Field, 0, len(numbers))
	for _, number := range numbers {
		fields = append(fields, r.named(number, 0))
	}
	return fields, nil
}

// ordered makes the fields that tr:Order lists.
func (r *recordParser) ordered() ([]itl.Field, error) {
	if len(r.fixed.order) > itl.MaxFields {
		return nil, r.unfit(fmt.Errorf("more than %d fields", itl.MaxFields))
	}
	var fields []itl.Field
	seen := map[int]int{}
	for i, tag := range r.fixed.order {
		_, digits, ok := strings.Cut(tag, ".")
		number, err := strconv.Atoi(digits)
		if !ok || err != nil || number < 1 || len(digits) > 9 || i == 0 != (number == 1 && seen[1] == 0) {
			return nil, r.unfit(fmt.Errorf("%q in %s is no tag there", clip(tag), orderElement))
		}
		f := r.named(number, seen[number])
		if tag != canonical(r.recordType, number) {
			f.Tag = []byte(tag)
		}
		seen[number]++
		fields = append(fields, f)
	}
	if len(fields) == 0 {
		return nil, r.unfit(fmt.Errorf("%s lists no fields", orderElement))
	}
	return fields, nil
}

// named is the n-th field of a number: the extension's value before that of the elements.
func (r *recordParser) named(number, n int) itl.Field {
	f := itl.Field{Number: number, Offset: int(r.offsets[number])}
	switch fixed := r.fixed.value(number, n); {
	case fixed != nil:
		f.Value = fixed
	case number == 999 && r.hasImage && n == 0:
		f.Value = r.image
	case n == 0:
		f.Value, _ = r.binder.Value(number)
	}
	return f
}
