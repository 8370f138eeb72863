"""dig and `vouch dig` print the same, byte for byte, for many command lines: asked of one server with a signed zone, with
only the first line, message IDs, cookies, times and dates left aside. Exit codes are compared as well.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.environ["SOURCE"], "tests", "support"))
import dig_output  # noqa: E402
import peers  # noqa: E402

VOUCH = os.environ["VOUCH"]

ZONE = """$TTL 3600
@ SOA ns1 hostmaster 2024010101 7200 3600 1209600 300
@ NS ns1
@ MX 10 mail
@ TXT "plain" "two strings" "quo\\"ted"
ns1 A 192.0.2.11
ns1 AAAA 2001:db8::11
mail A 192.0.2.25
www A 192.0.2.2
www AAAA 2001:db8::2
alias CNAME www
a.very.long.name.that.is.past.its.column A 192.0.2.3
*.wild TXT "wild"
svc HTTPS 1 . alpn=h2,h3 ipv4hint=192.0.2.2
caa CAA 0 issue "ca.example"
tlsa TLSA 3 1 1 0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF
naptr NAPTR 100 50 "s" "SIP+D2U" "" _sip._udp
sshfp SSHFP 4 2 123456789ABCDEF67890123456789ABCDEF67890123456789ABCDEF123456789
loc LOC 52 22 23.000 N 4 53 32.000 E -2.00m 0.00m 10000m 10m
unknown TYPE65400 \\# 5 0102030405
insecure NS ns1
secure NS ns1
secure DS 12345 13 2 0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF
dn DNAME www
big TXT "%s" "%s" "%s" "%s" "%s" "%s" "%s"
""" % tuple("x" * 250 for _ in range(7))

LINES = """
www.example.test
www.example.test A
A www.example.test
www.example.test AAAA
www.example.test AAAA +expandaaaa
www.example.test +short
www.example.test +short +identify
alias.example.test +short
alias.example.test +short +dnssec
alias.example.test
example.test MX
example.test TXT
example.test TXT +short
example.test SOA
example.test SOA +multiline
example.test SOA +short
example.test NS
example.test DNSKEY
example.test DNSKEY +short
example.test DNSKEY +short +rrcomments
example.test DNSKEY +multiline
example.test DNSKEY +multiline +norrcomments
example.test DNSKEY +rrcomments
example.test DNSKEY +nocrypto
example.test DNSKEY +nosplit
example.test DNSKEY +split=16
example.test DNSKEY +multiline +nosplit
example.test DNSKEY +dnssec +multiline
www.example.test +dnssec
www.example.test +dnssec +multiline
www.example.test +dnssec +short
www.example.test +dnssec +short +nosplit
www.example.test +dnssec +nocrypto
nowhere.example.test
nowhere.example.test +dnssec
nowhere.example.test +dnssec +multiline
nowhere.example.test +short
x.wild.example.test TXT +dnssec
svc.example.test HTTPS
caa.example.test CAA
tlsa.example.test TLSA
tlsa.example.test TLSA +multiline
tlsa.example.test TLSA +short
naptr.example.test NAPTR
sshfp.example.test SSHFP
sshfp.example.test SSHFP +multiline
loc.example.test LOC
unknown.example.test TYPE65400
secure.example.test DS
secure.example.test DS +multiline
secure.example.test DS +short
secure.example.test DS +short +nosplit
secure.example.test
insecure.example.test
insecure.example.test DS +dnssec
x.dn.example.test
a.very.long.name.that.is.past.its.column.example.test
a.very.long.name.that.is.past.its.column.example.test +dnssec +multiline
www.example.test +noall +answer
+noall +answer www.example.test
www.example.test +noall +answer +multiline
www.example.test +noall +comments
www.example.test +noall +question
www.example.test +noall +stats
www.example.test +nocomments
www.example.test +nostats
www.example.test +noquestion
www.example.test +nocmd
www.example.test +noauthority +noadditional
www.example.test +noanswer
www.example.test +nottlid
www.example.test +nottl +noclass
www.example.test +noclass
www.example.test +nottl +multiline
www.example.test +ttlunits
example.test SOA +ttlunits
www.example.test +unknownformat
example.test SOA +onesoa
www.example.test +norecurse
www.example.test +norec +noedns
www.example.test +cd
www.example.test +adflag
www.example.test +noadflag
www.example.test +aaflag
www.example.test +edns=0
www.example.test +bufsize=512
www.example.test +tcp
www.example.test +vc +noall +stats
www.example.test +nsid
www.example.test +nocookie
www.example.test +qr +nocookie
www.example.test +identify
www.example.test CH
www.example.test IN A
-t AAAA www.example.test
-c IN -t A -q www.example.test
-q www.example.test
www.example.test +multi
www.example.test +nostat
big.example.test TXT +bufsize=512
big.example.test TXT +bufsize=512 +ignore
big.example.test TXT +short
www.example.test alias.example.test
www.example.test +short alias.example.test +noall +answer
+short www.example.test alias.example.test
www.example.test A mail.example.test AAAA +noall +answer
-x 192.0.2.1
-x 2001:db8::1
-x 192.0.2
www.example.test +subnet=192.0.2.0/24
www.example.test +ednsopt=65001:0102
www.example.test +header-only
www.example.test +zflag
www.example.test ANY
www.example.test +timeout=2 +tries=1
www.other.test
""".strip().splitlines()

def run(program, line, address, port):
    words = ["@" + address, "-p", str(port)] + line.split()
    done = subprocess.run(program + words, capture_output=True, text=True, timeout=60, env=dict(os.environ, HOME="/nowhere"))
    return done.returncode, dig_output.masked(done.stdout)


def compare(line, address, port):
    theirs = run(["dig"], line, address, port)
    ours = run([VOUCH, "dig"], line, address, port)
    if ours == theirs:
        return True
    print("not the same: dig", line, "(exit codes: dig %d, vouch dig %d)" % (theirs[0], ours[0]))
    import difflib
    for each in difflib.unified_diff(theirs[1].split("\n"), ours[1].split("\n"), "dig", "vouch dig", lineterm="", n=1):
        print("   ", each.replace("\t", "<T>"))
    return False


def main():
    if shutil.which("dig") is None:
        print("dig is not installed; install bind9-dnsutils")
        return 1
    with tempfile.TemporaryDirectory() as directory:
        zone = os.path.join(directory, "zone")
        with open(zone, "w") as file:
            file.write(ZONE)
        for flags in (["--ksk"], []):
            subprocess.run([VOUCH, "keygen", "-K", directory] + flags + ["example.test"], check=True, stdout=subprocess.DEVNULL)
        signed = os.path.join(directory, "signed")
        subprocess.run([VOUCH, "sign", "-K", directory, "-o", "example.test", "-f", signed, zone], check=True,
                       stdout=subprocess.DEVNULL)
        server = peers.start_vouch(directory, {"example.test": signed}).wait_until_ready()
        address, port = server.address
        try:
            same = sum(compare(line, address, port) for line in LINES)
            same += compare("www.example.test +tries=1 +timeout=1", "127.0.0.1", peers.free_port("127.0.0.1"))
        finally:
            server.stop()
    print("%d of %d command lines print the same" % (same, len(LINES) + 1))
    return 0 if same == len(LINES) + 1 else 1


sys.exit(main())
