#!/usr/bin/env python3
"""A zone with every RR type, signed by `vouch sign` with NSEC and with NSEC3, is accepted by dnssec-verify,
ldns-verify-zone, kzonecheck and `vouch verify`. Every type of vouch/rr/types.def is in the zone or, with the reason, in
EXCEPTIONS. Names in RDATA have capital letters, so that all agree on which types have them lowered to be signed (RFC 4034
section 6.2)."""
import os
import re
import shutil
import subprocess
import sys
import tempfile

VOUCH = os.environ["VOUCH"]
TYPES = os.path.join(os.environ["SOURCE"], "vouch", "rr", "types.def")

ALGORITHMS = {13: "ECDSAP256SHA256", 8: "RSASHA256"}
DENIALS = {"nsec": ["--nsec"], "nsec3": ["--nsec3"]}

# Types that no zone holds as data.
EXCEPTIONS = {
    "OPT": "of a message, never in a zone (RFC 6891 section 6.1.1)",
    "NXNAME": "stands in NSEC bitmaps that are made per answer, has no records (RFC 9824 section 2)",
    "TKEY": "of a message, never in a zone (RFC 2930 section 2)",
    "TSIG": "of a message, never in a zone (RFC 8945 section 5)",
    "IXFR": "a question (RFC 1995 section 2)",
    "AXFR": "a question (RFC 5936 section 1.2)",
    "MAILB": "a question (RFC 1035 section 3.2.3)",
    "MAILA": "a question (RFC 1035 section 3.2.3)",
    "ANY": "a question (RFC 1035 section 3.2.3)",
}

# Types that have one place in a zone: the apex, a delegation, or an owner that has nothing else. Signing adds DNSKEY,
# RRSIG, NSEC or NSEC3 and NSEC3PARAM, and by its options CDS, CDNSKEY and ZONEMD.
PLACED = """$ORIGIN Every.Example.
$TTL 3600
@ SOA NS HostMaster 2026010101 7200 3600 1209600 300
@ NS NS
@ CSYNC 2026010101 3 A NS AAAA TYPE65280
NS A 192.0.2.1
Cut NS NS.Cut
Cut NS NS.Elsewhere.Test.
Cut DS 60485 5 1 2BB183AF5F22588179A53B0A98631FAD1A292118
Cut DS 20326 8 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D
NS.Cut A 192.0.2.2
insecure NS NS
alias CNAME Alias.Elsewhere.Test.
subtree DNAME SubTree.Elsewhere.Test.
"""

# {type: [RDATA]}, from the RFCs where they have examples. Each type has an owner of its own, and all share one.
FREE = {
    "A": ["192.0.2.3", "192.0.2.4"],
    "MD": ["Mail"],
    "MF": ["Mail"],
    "MB": ["Mail"],
    "MG": ["Member"],
    "MR": ["Renamed"],
    "NULL": ["\\# 5 00FF41425C", "\\# 0"],
    "WKS": ["10.0.0.1 6 25 53", "10.0.0.1 17 53 69"],
    "PTR": ["Host.Name", "Host.Elsewhere.Test."],
    "HINFO": ['"DEC-2060" "TOPS20"', '"PC" ""'],
    "MINFO": ["Requests Errors"],
    "MX": ["10 Mail", "20 Mail.Elsewhere.Test."],
    "TXT": ['"two" "strings; one \\"quoted\\""', '""', '"octets \\000\\255"'],
    "RP": ["Louie.Trantor LAM1.People", ". ."],
    "AFSDB": ["1 Bigbird.ToasTer", "2 Ernie"],
    "X25": ["311061700956"],
    "ISDN": ["150862028003217", "150862028003217 004"],
    "RT": ["2 Relay.Prime", "10 NSFNET"],
    "NSAP": ["0x47.0005.80.005a00.0000.0001.e133.ffffff000161.00"],
    "NSAP-PTR": ["Host.Name"],
    "SIG": ["A 5 3 86400 20300101000000 20250101000000 2642 Signer.Name AQIDBAUGBwg="],
    "KEY": ["256 3 5 AQPSKmynfzW4kyBv015MUG2DeIQ3Cbl+BBZH4b/0PY1kxkmvHjcZc8nokfzj31GajIQKY+5CptLr3buXA10h",
            "49152 3 0"],
    "PX": ["10 MAP822.Name MAPX400.Name"],
    "GPOS": ["-32.6882 116.8652 10.0"],
    "AAAA": ["2001:db8::1", "::ffff:192.0.2.1"],
    "LOC": ["42 21 54 N 71 06 18 W -24m 30m", "52 14 05 N 00 08 50 E 10m"],
    "NXT": ["Next.Name A MX SIG NXT"],
    "EID": ["E32C6F78163A9348"],
    "NIMLOC": ["75234159EAC457800920"],
    "SRV": ["0 1 9 Old-Slow-Box", "1 3 9 New.Elsewhere.Test."],
    "ATMA": ["39.246f.00.0e7c9c.0312.0001.0001.000012345678.00", "+358.400.1234567"],
    "NAPTR": ['100 50 "s" "http+N2L+N2C+N2R" "" WWW.Elsewhere.Test.', '100 10 "u" "E2U+sip" "!^.*$!sip:a@example.com!" .'],
    "KX": ["10 Exchanger.Name"],
    "CERT": ["PGP 0 0 AQIDBA==", "PKIX 12345 RSASHA256 MIIBIjANBgkqhkiG9w0BAQ==", "IACPKIX 1 NSEC3RSASHA1 AQIDBA==",
             "0 1 12 AQIDBA=="],
    "A6": ["0 2345:00C1:CA11:1:1234:5678:9ABC:DEF0", "64 ::1234:5678:9ABC:DEF0 Subnet.IP6", "128 Subnet.IP6"],
    "SINK": ["1 2 3 AQIDBA==", "64 0 0"],
    "APL": ["1:192.168.32.0/21 !1:192.168.38.0/28", "1:224.0.0.0/4 2:FF00::/8", ""],
    "SSHFP": ["2 1 123456789abcdef67890123456789abcdef67890",
              "4 2 123456789abcdef67890123456789abcdef67890123456789abcdef123456789"],
    "IPSECKEY": ["10 1 2 192.0.2.38 AQNRU3mG7TVTO2BkR47usntb102uFJtugbo6BSGvgqt4AQ==",
                 "10 0 2 . AQNRU3mG7TVTO2BkR47usntb102uFJtugbo6BSGvgqt4AQ==", "10 0 0 . AQID",
                 "10 3 2 MyGateway.Elsewhere.Test. AQNRU3mG7TVTO2BkR47usntb102uFJtugbo6BSGvgqt4AQ==",
                 "10 2 2 2001:db8:0:8002::2000:1 AQNRU3mG7TVTO2BkR47usntb102uFJtugbo6BSGvgqt4AQ=="],
    "DHCID": ["AAIBY2/AuCccgoJbsaxcQc9TUapptP69lOjxfNuVAA2kjEA=", "AAABxLmlskllE0MVjd57zHcWmEH3pCQ6VytcKD//7es/deY="],
    "TLSA": ["0 0 1 d2abde240d7cd3ee6b4b28c54df034b97983a1d16e8a410e4561cb106618e971"],
    "SMIMEA": ["3 1 1 d2abde240d7cd3ee6b4b28c54df034b97983a1d16e8a410e4561cb106618e971"],
    "HIP": ["2 200100107B1A74DF365639CC39F1D578 AwEAAbdxyhNuSutc5EMzxTs9LBPCIkOFH8cIvM4p9+LrV4e19WzK00+CI6zBCQTdtWsu"
            "xKbWIy87UOoJTwkUs7lBu+Upr1gsNrut79ryra+bSRGQb1slImA8YVJyuIDsj7kwzG7jnERNqnWxZ48AWkskmdHaVDP4BcelrTI3rMXd"
            "XF5D RVS.Elsewhere.Test. RVS"],
    "NINFO": ['"zone" "status"'],
    "RKEY": ["0 1 15 l02Woi0iS8Aa25FQkUd9RMzZHJpBoRQwAQEX1SxZJA4="],
    "TALINK": [". Next.List", "Previous.List ."],
    "OPENPGPKEY": ["mDMEAQIDBAUGBwgJCgsMDQ4PEA=="],
    "SVCB": ["0 Alias.Target", '1 Target alpn="h2,h3" port=53 ipv4hint=192.0.2.1 ipv6hint=2001:db8::1',
             "16 Target mandatory=alpn,ipv4hint alpn=h2 ipv4hint=192.0.2.1", "2 . key667=\"hello\\210qoo\"",
             "3 . alpn=dot dohpath=/dns-query{?dns} ech=AQIDBA==", "4 . alpn=h2 no-default-alpn ohttp"],
    "HTTPS": ["1 . alpn=h3", "0 Pool.Elsewhere.Test."],
    "DSYNC": ["CDS NOTIFY 5359 CDS-Scanner.Elsewhere.Test.", "CSYNC NOTIFY 5360 Scanner", "TYPE65280 128 1 Scanner"],
    "HHIT": ["AQIDBAUGBwg="],
    "BRID": ["AQIDBAUGBwg="],
    "SPF": ['"v=spf1 -all"', '"v=spf1 " "mx" " -all"'],
    "UINFO": ["\\# 3 414243"],
    "UID": ["\\# 4 000003E8"],
    "GID": ["\\# 4 00000064"],
    "UNSPEC": ["\\# 2 FF00"],
    "NID": ["10 0014:4fff:ff20:ee64"],
    "L32": ["10 10.1.2.0"],
    "L64": ["10 2001:0DB8:1140:1000"],
    "LP": ["10 L64-Subnet1", "20 L32.Elsewhere.Test."],
    "EUI48": ["00-00-5e-00-53-2a"],
    "EUI64": ["00-00-5e-ef-10-00-00-2a"],
    "URI": ['10 1 "ftp://ftp1.example.com/Public"'],
    "CAA": ['0 issue "ca1.example.net; account=230123"', '0 iodef "mailto:security@example.com"', '128 tbs "Unknown"'],
    "AVC": ['"app-name:WOLFGANG|app-class:OAM|business=yes"'],
    "DOA": ["1234567890 1234567890 1 image/gif R0lGODlhKAAZAOMCAGZmZgBmmf///w==", '0 1 2 "" -'],
    "AMTRELAY": ["10 0 1 203.0.113.15", "10 0 2 2001:db8::15", "128 1 3 AMTRelays.Elsewhere.Test.", "10 1 0 ."],
    "RESINFO": ["qnamemin exterr=15,16,17 infourl=https://resolver.example.com/guide"],
    "WALLET": ['"ETH" "0x0123456789"'],
    "CLA": ['"TCP-V4-V6" "TCP-V6"'],
    "IPN": ["18446744073709551615"],
    "TA": ["20326 8 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D"],
    "DLV": ["60485 5 1 2BB183AF5F22588179A53B0A98631FAD1A292118"],
    "TYPE65280": ["\\# 3 010203"],
}

PEERS = {
    "dnssec-verify": ["dnssec-verify", "-q", "-o", "every.example."],
    "ldns-verify-zone": ["ldns-verify-zone"],
    "kzonecheck": ["kzonecheck", "-d", "on", "-o", "every.example."],
}

# {(peer, type): (why the peer finds a sound record bad, its message)}. The peer gets the zone without the type, and has
# to refuse the type alone, so that no row outlives its reason.
REFUSED = {
    ("dnssec-verify", "NSAP-PTR"): ("lowers the name, which RFC 4034 section 6.2 does not list",
                                    "No correct ECDSAP256SHA256 signature for all.every.example NSAP-PTR"),
    ("ldns-verify-zone", "NSAP-PTR"): ("reads the first label of the name as a string, and nothing else",
                                       "Error: Bogus DNSSEC signature for all.Every.Example.\tNSAP-PTR"),
    ("ldns-verify-zone", "A6"): ("does not lower the name, which RFC 4034 section 6.2 lists",
                                 "Error: Bogus DNSSEC signature for all.Every.Example.\tA6"),
    ("ldns-verify-zone", "SINK"): ("reads the first octet and nothing else",
                                   "Error: Bogus DNSSEC signature for all.Every.Example.\tSINK"),
    ("kzonecheck", "A6"): ("does not lower the name, which RFC 4034 section 6.2 lists",
                           # with the owner that one of its threads meets first
                           ".every.example.] no valid signature for a record (record type TYPE38)"),
}

failures = []


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    return done.returncode, done.stdout + done.stderr


def expect(condition, what):
    if not condition:
        failures.append(what)
        print("FAILED:", what)


def read_types():
    """{code: mnemonic} of types.def."""
    with open(TYPES) as file:
        rows = re.findall(r'^VOUCH_RR\(\w+, "([^"]+)", (\d+),', file.read(), re.MULTILINE)
    return {int(code): mnemonic for mnemonic, code in rows}


def zone_text(rrtypes):
    lines = [PLACED]
    for place in ("{}.Alone", "all", "*.wild"):
        for rrtype in rrtypes:
            lines += [f"{place.format(rrtype)} {rrtype} {rdata}\n" for rdata in FREE[rrtype]]
    return "".join(lines)


def types_in(path, names):
    """Mnemonics of the types that have records in a zone that vouch wrote."""
    found = set()
    with open(path) as file:
        for line in file:
            rrtype = line.split("\t")[3]
            number = re.fullmatch(r"TYPE(\d+)", rrtype)
            found.add(names.get(int(number[1]), rrtype) if number else rrtype)
    return found


def sign(keys, denial, rrtypes, out):
    """Signs a zone of the types that have a place and of these."""
    with open(f"{out}.unsigned", "w") as file:
        file.write(zone_text(rrtypes))
    code, output = run(VOUCH, "sign", "-K", keys, *DENIALS[denial], "--zonemd", "--cds", "-f", out, f"{out}.unsigned")
    expect(code == 0, f"vouch sign {out}: {output}")


def make_keys(folder, algorithm):
    os.makedirs(folder)
    for role in ([], ["--ksk"]):
        code, output = run(VOUCH, "keygen", "-K", folder, "-a", str(algorithm), *role, "every.example.")
        expect(code == 0, f"keygen {algorithm}: {output}")


def peers_accept(keys, denial, out):
    what = os.path.basename(out)
    for peer, command in PEERS.items():
        left_out = {rrtype for (who, rrtype) in REFUSED if who == peer}
        path = out
        if left_out:
            path = f"{out}-{peer}"
            sign(keys, denial, [rrtype for rrtype in FREE if rrtype not in left_out], path)
        code, output = run(*command, path)
        expect(code == 0, f"{peer} refuses {what}: {output[:1500]}")


def refused_are_refused(keys, out):
    for (peer, rrtype), (why, message) in REFUSED.items():
        sign(keys, "nsec", [rrtype], out)
        code, output = run(*PEERS[peer], out)
        expect(code != 0 and message in output, f"{peer} has '{message}' for {rrtype}, as it {why}: {output[:600]}")


def main():
    for tool in PEERS:
        if shutil.which(tool) is None:
            print(f"{tool} is not installed; run packaging/setup test")
            return 1
    names = read_types()
    found = set()
    with tempfile.TemporaryDirectory() as work:
        for algorithm in ALGORITHMS:
            keys = f"{work}/keys{algorithm}"
            make_keys(keys, algorithm)
            for denial in DENIALS:
                out = f"{work}/{ALGORITHMS[algorithm]}-{denial}"
                sign(keys, denial, FREE, out)
                found |= types_in(out, names)
                code, output = run(VOUCH, "verify", out)
                expect(code == 0, f"vouch verify of {out}: {output[:800]}")
                peers_accept(keys, denial, out)
        refused_are_refused(f"{work}/keys13", f"{work}/refused")
    for mnemonic in names.values():
        expect((mnemonic in found) != (mnemonic in EXCEPTIONS), f"{mnemonic} is in the zone or an exception, and not both")
    print(f"{len(found)} types in zones, {len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
