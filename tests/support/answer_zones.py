"""The zones of answers_test.py: one text with every shape of name that an authoritative server has to know, for zones
signed with NSEC, NSEC3 and NSEC3 with opt-out, and two child zones that are served beside them.
"""
import dnswire as wire

PARENT = """$TTL 3600
@ SOA ns1 hostmaster 2024010101 7200 3600 1209600 300
@ NS ns1
@ NS ns2
@ NS ns.elsewhere.test.
@ MX 10 mail
@ A 192.0.2.1
@ TXT "apex"
ns1 A 192.0.2.11
ns1 AAAA 2001:db8::11
ns2 A 192.0.2.12
mail A 192.0.2.25
mail AAAA 2001:db8::25
mx MX 10 mail
mx MX 15 mail
mx MX 20 nowhere
mx MX 30 mx.elsewhere.test.
_sip._tcp SRV 1 2 5060 mail
a A 192.0.2.2
a TXT "a"
a TYPE65280 \\# 4 0a000001
MixedCase A 192.0.2.3
a\\.dot A 192.0.2.3
\\000zero A 192.0.2.3
two A 192.0.2.3
two A 192.0.2.4
; aliases
alias CNAME a
alias2 CNAME alias
alias3 CNAME alias2
loop1 CNAME loop2
loop2 CNAME loop1
self CNAME self
dangling CNAME nowhere
outside CNAME www.elsewhere.test.
to-wild CNAME x.wild
to-deep CNAME a.b.c.wild
to-wild-alias CNAME x.walias
to-ent CNAME ent
to-cut CNAME www.signed
to-unsigned CNAME www.unsigned
to-dname CNAME x.dn
to-child CNAME www.child
; empty non-terminals
x.ent A 192.0.2.5
x.y.ent2 A 192.0.2.5
; wildcards
*.wild A 192.0.2.6
*.wild TXT "wild"
host.wild A 192.0.2.7
a.b.wild A 192.0.2.8
*.walias CNAME a
*.walias2 CNAME nowhere
*.wout CNAME www.elsewhere.test.
*.wloop CNAME x.wloop
*.sub.wild2 A 192.0.2.9
x.*.wild3 A 192.0.2.9
*.wild4 MX 10 mail
; delegations
signed NS ns.signed
signed NS ns2.signed
signed NS ns.unsigned
signed NS ns1
signed DS 12345 13 2 0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF
ns.signed A 192.0.2.31
ns.signed AAAA 2001:db8::31
ns2.signed A 192.0.2.32
unsigned NS ns.unsigned
unsigned NS ns.elsewhere.test.
ns.unsigned A 192.0.2.41
glueless NS ns.elsewhere.test.
sibling NS ns.signed
deep.cut NS ns.deep.cut
ns.deep.cut A 192.0.2.42
x.deeper.cut2 NS ns.elsewhere.test.
child NS ns.child
ns.child A 192.0.2.51
uchild NS ns.uchild
ns.uchild A 192.0.2.52
; DNAME
dn DNAME target
dn TXT "the owner of a DNAME"
target A 192.0.2.61
x.target A 192.0.2.62
y.target CNAME a
dnout DNAME elsewhere.test.
dnloop DNAME x.dnloop
dnwild DNAME wild
dncut DNAME signed
dnlong DNAME %s
zz A 192.0.2.99
""" % ".".join(["a" * 60, "b" * 60, "c" * 60, "d" * 10])

# Answers over 512 and over 1232 octets, and a delegation whose glue does not fit into 512.
PARENT += "".join('big TXT "%d%s"\n' % (i, "x" * 120) for i in range(10))
PARENT += "".join('medium TXT "%d%s"\n' % (i, "x" * 120) for i in range(4))
PARENT += "".join("many NS ns%d.many\nns%d.many A 192.0.2.%d\nns%d.many AAAA 2001:db8::%d\n" % (i, i, i + 100, i, i)
                  for i in range(12))
PARENT += "".join("siblings NS ns%d.many\n" % i for i in range(12))

CHILD = """$TTL 3600
@ SOA ns hostmaster 2024010102 7200 3600 1209600 300
@ NS ns
ns A 192.0.2.51
www A 192.0.2.71
www TXT "www"
"""


def owners(apex, text):
    """Every owner of a zone text, as names."""
    found = set()
    for line in text.splitlines():
        if line and line[0] not in "$; ":
            first = line.split()[0]
            found.add(apex if first == "@" else wire.name_of(first) + apex)
    return found


def bumped(label, step):
    """The label's neighbour in canonical order."""
    return label + b"\0" if step > 0 else (label[:-1] + bytes([label[-1] - 1]) + b"~" if label[-1] > 33 else b"\0" + label)


def names_to_ask(apex, text):
    """Every owner, every empty non-terminal, names before, after and below each, in canonical order."""
    exact = set()
    for owner in owners(apex, text):
        for i in range(len(owner) - len(apex) + 1):
            exact.add(owner[i:])
    names = set(exact)
    for name in exact:
        names.add((b"below",) + name)
        names.add((b"far", b"below") + name)
        if name != apex:
            for step in (-1, 1):
                label = bumped(name[0], step)
                if len(label) <= 63:
                    names.add((label,) + name[1:])
    names |= {(b"*", b"wild") + apex, (b"x", b"*", b"wild") + apex, (b"*",) + apex, (b"nx", b"child") + apex,
              (b"www", b"uchild") + apex, (b"q" * 50, b"dnlong") + apex, (b"MAIL",) + apex,
              tuple(label.upper() for label in (b"sub", b"signed") + apex)}
    return sorted((name for name in names if sum(map(len, name)) + len(name) < 255), key=wire.canonical_key)
