// Takes the code that a QR code brings in the fragment into the field, and out of the address. Other fragments are places in the page.
const brought = location.hash.slice(1);
if (/^[0-9A-Za-z]{1,5}-/.test(brought)) {
  document.getElementById("code").value = brought;
  history.replaceState(null, "", location.pathname + location.search);
}
