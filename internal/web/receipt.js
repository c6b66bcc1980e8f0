// Takes the code that a QR code brings in the fragment into the field, and out of the address.
const brought = location.hash.slice(1);
if (brought) {
  document.getElementById("code").value = brought;
  history.replaceState(null, "", location.pathname);
}
