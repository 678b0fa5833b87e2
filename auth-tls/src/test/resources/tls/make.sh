#!/usr/bin/env bash
# Makes the certificates and keys of these tests anew, with keytool and OpenSSL. They are good for nothing else.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
rm -f ./*.pem ./*.p12
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export LC_ALL=C

valid=(-startdate '2020/01/01 00:00:00' -validity 36500)
password=(-storetype PKCS12 -storepass changeit)

# pair NAME SUBJECT [OPTION...]: a key with a certificate signed by itself
pair() {
  keytool -genkeypair -alias "$1" -dname "$2" "${password[@]}" -keystore "$work/$1.p12" "${@:3}" 2>/dev/null
  certificate "$1"
}

certificate() {
  keytool -exportcert -rfc -alias "$1" "${password[@]}" -keystore "$work/$1.p12" 2>/dev/null >"$1.pem"
}

# sign NAME AUTHORITY [OPTION...]: puts a certificate of an authority in the place of the key's own
sign() {
  keytool -certreq -alias "$1" "${password[@]}" -keystore "$work/$1.p12" 2>/dev/null |
    keytool -gencert -rfc -alias "$2" "${password[@]}" -keystore "$work/$2.p12" "${@:3}" 2>/dev/null >"$1.pem"
  cat "$1.pem" "$2.pem" >"$work/chain.pem"
  keytool -importcert -noprompt -alias "$2" -file "$2.pem" "${password[@]}" -keystore "$work/$1.p12" 2>/dev/null
  keytool -importcert -alias "$1" -file "$work/chain.pem" "${password[@]}" -keystore "$work/$1.p12" 2>/dev/null
}

ec=(-keyalg EC -groupname secp256r1)
loopback='san=dns:localhost,ip:127.0.0.1'
pair authority 'CN=Keyhole test authority' "${ec[@]}" "${valid[@]}" -ext bc:c=ca:true -ext ku:c=keyCertSign,cRLSign
pair stranger 'CN=Keyhole test stranger' "${ec[@]}" "${valid[@]}" -ext bc:c=ca:true -ext ku:c=keyCertSign,cRLSign
cat stranger.pem authority.pem >bundle.pem

pair server CN=localhost "${ec[@]}" "${valid[@]}"
sign server authority "${valid[@]}" -ext "$loopback"
pair elsewhere CN=elsewhere.example "${ec[@]}" "${valid[@]}"
sign elsewhere authority "${valid[@]}" -ext san=dns:elsewhere.example
pair expired CN=localhost "${ec[@]}" "${valid[@]}"
sign expired authority -startdate '2020/01/01 00:00:00' -validity 365 -ext "$loopback"
pair selfsigned CN=localhost "${ec[@]}" "${valid[@]}" -ext "$loopback"
pair selfexpired CN=localhost "${ec[@]}" -startdate '2020/01/01 00:00:00' -validity 365 -ext "$loopback"
for name in server elsewhere expired selfsigned selfexpired; do
  cp "$work/$name.p12" .
done

# The client's keys, in every form that OpenSSL writes.
pair rsa CN=broker -keyalg RSA -keysize 2048 "${valid[@]}"
sign rsa authority "${valid[@]}" -ext eku=clientAuth
pair ec CN=broker -keyalg EC -groupname secp384r1 "${valid[@]}"
sign ec authority "${valid[@]}" -ext eku=clientAuth
for name in rsa ec; do
  openssl pkcs12 -in "$work/$name.p12" -passin pass:changeit -nodes -nocerts 2>/dev/null |
    openssl pkcs8 -topk8 -nocrypt -out "$name-pkcs8.pem"
done
openssl rsa -in rsa-pkcs8.pem -traditional -out rsa-pkcs1.pem 2>/dev/null
openssl ec -in ec-pkcs8.pem -out ec-sec1.pem 2>/dev/null
{ openssl ecparam -name secp384r1; openssl ec -in ec-pkcs8.pem -no_public 2>/dev/null; } >ec-sec1-parameters.pem
openssl pkcs8 -topk8 -in ec-pkcs8.pem -passout pass:changeit -out encrypted-pkcs8.pem
openssl rsa -traditional -in rsa-pkcs1.pem -aes128 -passout pass:changeit -out encrypted-pkcs1.pem 2>/dev/null
