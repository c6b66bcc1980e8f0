package niem_test

import (
	"fmt"
	"os"
	"strings"

	"sallyport/itl"
	"sallyport/itl/niem"
)

func ExampleWrite() {
	first := itl.NewRecord(1, 0)
	first.SetText(2, "0500")
	first.SetText(4, "SRE")
	first.SetText(5, "20150702")
	if err := niem.Write(os.Stdout, itl.New(first)); err != nil {
		fmt.Println(err)
	}
	// Output:
	// <?xml version="1.0" encoding="UTF-8"?>
	// <itl:NISTBiometricInformationExchangePackage
	//   xmlns:itl="http://biometrics.nist.gov/standard/2011"
	//   xmlns:biom="http://niem.gov/niem/biometrics/1.0"
	//   xmlns:nc="http://niem.gov/niem/niem-core/2.0"
	//   xmlns:ebts="http://cjis.fbi.gov/fbi_ebts/10.0"
	//   xmlns:j="http://niem.gov/niem/domains/jxdm/4.1">
	//   <itl:PackageInformationRecord>
	//     <biom:RecordCategoryCode>01</biom:RecordCategoryCode>
	//     <biom:Transaction>
	//       <biom:TransactionDate>
	//         <nc:Date>2015-07-02</nc:Date>
	//       </biom:TransactionDate>
	//       <biom:TransactionMajorVersionValue>05</biom:TransactionMajorVersionValue>
	//       <biom:TransactionMinorVersionValue>00</biom:TransactionMinorVersionValue>
	//       <ebts:TransactionCategoryCode>SRE</ebts:TransactionCategoryCode>
	//       <biom:TransactionContentSummary>
	//         <biom:ContentFirstRecordCategoryCode>1</biom:ContentFirstRecordCategoryCode>
	//         <biom:ContentRecordQuantity>0</biom:ContentRecordQuantity>
	//       </biom:TransactionContentSummary>
	//     </biom:Transaction>
	//   </itl:PackageInformationRecord>
	// </itl:NISTBiometricInformationExchangePackage>
}

func ExampleRead() {
	const text = `<p:NISTBiometricInformationExchangePackage xmlns:p="http://biometrics.nist.gov/standard/2011"
	xmlns:biom="http://niem.gov/niem/biometrics/1.0" xmlns:nc="http://niem.gov/niem/niem-core/2.0" xmlns:ebts="http://cjis.fbi.gov/fbi_ebts/10.0">
<p:PackageInformationRecord><biom:RecordCategoryCode>01</biom:RecordCategoryCode><biom:Transaction>
	<biom:TransactionDate><nc:Date>2015-07-02</nc:Date></biom:TransactionDate>
	<ebts:TransactionCategoryCode>SRE</ebts:TransactionCategoryCode>
	<biom:TransactionContentSummary>
		<biom:ContentFirstRecordCategoryCode>1</biom:ContentFirstRecordCategoryCode><biom:ContentRecordQuantity>0</biom:ContentRecordQuantity>
	</biom:TransactionContentSummary>
</biom:Transaction></p:PackageInformationRecord></p:NISTBiometricInformationExchangePackage>`
	tx, err := niem.Read(strings.NewReader(text))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(tx.TOT(), tx.First().Text(5))
	fmt.Printf("%q\n", tx.Append(nil))

	_, err = niem.Read(strings.NewReader(strings.Replace(text, "2015-07-02", "2 July 2015", 1)))
	fmt.Println(err)
	// Output:
	// SRE 20150702
	// "1.001:44\x1d1.003:1\x1f0\x1d1.004:SRE\x1d1.005:20150702\x1c"
	// @361: itl:NISTBiometricInformationExchangePackage/itl:PackageInformationRecord/biom:Transaction/biom:TransactionDate/nc:Date: "2 July 2015" cannot be converted; write a date YYYY-MM-DD; or read it leniently
}
