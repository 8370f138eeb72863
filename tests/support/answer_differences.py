"""Where named, knotd and nsd differ from each other in what they answer, with what the RFCs say. vouch follows the RFC;
answers_test.py accepts a peer's reply that is not like ours only if one of these rows explains it. docs/interop.md has the
same table for readers.

A row's function is given the query, the peer's reply and ours, as Form objects, and says whether it explains all that
differs.
"""
import dnswire as wire

A, NS, CNAME, SOA, MX, SRV, AAAA, DNAME, DS, RRSIG, NSEC, NSEC3 = (wire.TYPES[t] for t in (
    "A", "NS", "CNAME", "SOA", "MX", "SRV", "AAAA", "DNAME", "DS", "RRSIG", "NSEC", "NSEC3"))
ANY = wire.TYPES["ANY"]


class Form:
    """A reply without its order, letters and compression."""
    __slots__ = ("rcode", "flags", "answer", "authority", "additional", "tc", "size")

    def __init__(self, message):
        self.rcode = message.rcode_text()
        self.flags = message.flag_text()
        self.tc = message.has(wire.TC)
        self.size = message.size
        self.answer, self.authority, self.additional = (
            tuple(sorted(getattr(message, section))) for section in wire.SECTIONS)

    def key(self):
        if self.tc:
            return self.rcode, self.flags
        return self.rcode, self.flags, self.answer, self.authority, self.additional

    def same(self, other, *but):
        """Whether all fields but those named are the same."""
        return all(getattr(self, field) == getattr(other, field)
                   for field in ("rcode", "flags", "answer", "authority", "additional") if field not in but)


def covered(record):
    """The type that an RRSIG covers; otherwise the record's own."""
    return int.from_bytes(record.rdata[:2], "big") if record.type == RRSIG else record.type


def less(small, large):
    return set(small) < set(large)


def owners_of(records, rtype):
    return {record.name for record in records if record.type == rtype}


def is_loop(ours):
    """Whether our answer is a chain of aliases that ends with none of the asked type: a circle, or too long to follow."""
    owners, targets = [], []
    for record in ours.answer:
        if record.type == CNAME:
            owners.append(record.name)
            targets.append(wire.lowered(wire.read_name(record.rdata, 0)[0]))
    return bool(owners) and ours.rcode == "NOERROR" and (set(targets) <= set(owners) or len(owners) >= 12)


# ---------------------------------------------------------------- rows

def named_authoritative_addresses(query, theirs, ours):
    """In referrals named gives glue only, and leaves out addresses that are authoritative data of the zone."""
    return theirs.same(ours, "additional") and less(theirs.additional, ours.additional) and \
        bool(owners_of(ours.authority, NS))


def named_loop(query, theirs, ours):
    """CNAME and DNAME in a circle: named says SERVFAIL, after as many links as it follows."""
    return (theirs.rcode == "SERVFAIL" and theirs.flags == ours.flags and is_loop(ours) and
            set(ours.answer) <= set(theirs.answer) and theirs.authority == ours.authority)


def short_loop(query, theirs, ours):
    """Circles again: knotd follows 5 links, nsd one of a DNAME; both repeat records of a wildcard's circle."""
    return is_loop(ours) and theirs.rcode == ours.rcode and theirs.flags == ours.flags and (
        set(theirs.answer) <= set(ours.answer) and (theirs.authority == ours.authority or query.type == NSEC3))


def cname_into_other_zone(query, theirs, ours):
    """A CNAME from a parent zone to a name in a child zone that is served here as well: named stops, knotd refers, nsd
    answers from the child zone."""
    aliases = [r for r in ours.answer if r.type == CNAME]
    return bool(aliases) and aliases[-1].name[0] == b"to-child" and theirs.rcode == ours.rcode and theirs.flags == ours.flags


def named_any(query, theirs, ours):
    """named answers ANY with every RRset of the name; it does not follow a DNAME for ANY."""
    if query.type != ANY:
        return False
    if theirs.same(ours, "answer", "additional") and set(ours.answer) <= set(theirs.answer):
        return True
    if DNAME in {r.type for r in theirs.answer}:
        return set(theirs.answer) <= set(ours.answer) and not theirs.authority
    return (theirs.rcode == ours.rcode and theirs.flags == ours.flags and set(ours.answer) < set(theirs.answer) and
            set(theirs.authority) <= set(ours.authority))


def nsd_any(query, theirs, ours):
    """ANY with one RRset: nsd takes the first of the zone's own order, the SOA at an apex."""
    if query.type != ANY or not theirs.same(ours, "answer", "additional"):
        return False
    return len({(r.name, covered(r)) for r in theirs.answer}) == 1


def knotd_rrsig(query, theirs, ours):
    """knotd answers RRSIG as ANY, with the signatures of one RRset."""
    return query.type == RRSIG and theirs.same(ours, "answer") and less(theirs.answer, ours.answer)


def named_nsec_at_cut(query, theirs, ours):
    """NSEC asked at a delegation: named answers it with authority."""
    return query.type == NSEC and ours.flags == "qr" and owners_of(ours.authority, NS) == {query.name} and \
        {covered(r) for r in theirs.answer} == {NSEC}


def knotd_nsec_of_wildcard(query, theirs, ours):
    """NSEC asked and given by a wildcard: knotd leaves out the proof, which is the same NSEC under its own owner."""
    return query.type == NSEC and theirs.same(ours, "authority") and not theirs.authority and \
        {covered(r) for r in ours.authority} == {NSEC}


def nsd_denial_type_at_alias(query, theirs, ours):
    """Types that may stand beside a CNAME, NSEC and RRSIG, are not there: nsd follows the alias for NSEC, and does not
    for NSEC3."""
    follows, other = (theirs, ours) if query.type == NSEC else (ours, theirs)
    return query.type in (NSEC, NSEC3) and any(r.type == CNAME for r in follows.answer) and not other.answer


def wildcard_ent_without_proof(query, theirs, ours):
    """NODATA by a wildcard that is an empty non-terminal: named and knotd leave out the NSEC that covers the wildcard."""
    return theirs.same(ours, "authority") and less(theirs.authority, ours.authority) and not ours.answer and \
        ours.rcode == "NOERROR" and {covered(r) for r in set(ours.authority) - set(theirs.authority)} == {NSEC}


def nsd_opt_out_encloser(query, theirs, ours):
    """An empty non-terminal that opt-out leaves unproved, and names below it: nsd's proof is of another encloser."""
    return theirs.same(ours, "authority") and not ours.answer and \
        {r for r in theirs.authority if covered(r) != NSEC3} == {r for r in ours.authority if covered(r) != NSEC3}


def nsd_minimal_additional(query, theirs, ours):
    """With minimal-responses nsd adds no addresses for MX and SRV."""
    return theirs.same(ours, "additional") and not theirs.additional and \
        bool({covered(r) for r in ours.answer} & {NS, MX, SRV})


def knotd_yxdomain(query, theirs, ours):
    """A DNAME that makes too long a name: knotd says NXDOMAIN with a denial."""
    return ours.rcode == "YXDOMAIN" and theirs.rcode == "NXDOMAIN" and set(theirs.answer) <= set(ours.answer)


def named_truncated_loop(query, theirs, ours):
    """named's chain for a circle is too long for the reply, which is SERVFAIL and truncated."""
    return theirs.rcode == "SERVFAIL" and theirs.tc and is_loop(ours)


def knotd_without_soa(query, theirs, ours):
    """Where the SOA of a negative answer does not fit knotd leaves it out without TC, unless there are signatures."""
    return ours.tc and not theirs.tc and theirs.rcode == ours.rcode and SOA not in {r.type for r in theirs.authority}


def truncated_earlier(query, theirs, ours):
    """The peer's reply is longer, for its compression or for what else it adds, and is truncated."""
    return theirs.tc and not ours.tc and theirs.rcode == ours.rcode


def glue_without_tc(query, theirs, ours):
    """Glue of name servers in the child's own zone does not fit: named and nsd leave some out without TC."""
    return ours.tc and not theirs.tc and theirs.rcode == ours.rcode and bool(theirs.additional) and \
        bool(owners_of(theirs.authority, NS))


def other_choice_of_addresses(query, theirs, ours):
    """Addresses that are not required do not all fit: which are given is the server's choice."""
    missing = set(theirs.additional) ^ set(ours.additional)
    return theirs.same(ours, "additional") and query.limit < 4096 and \
        all(query.limit - min(ours.size, theirs.size) < 400 and covered(record) in (A, AAAA) for record in missing)


def named_small_ns(query, theirs, ours):
    """NS asked at an apex: named adds no addresses where the client takes 512 octets."""
    return theirs.same(ours, "additional") and not theirs.additional and query.limit == 512 and query.type in (NS, ANY)


def nsd_asterisk_asked(query, theirs, ours):
    """A wildcard's own name is asked for a type that it has not: nsd proves its closest encloser as well."""
    return theirs.same(ours, "authority") and query.name[0] == b"*" and less(ours.authority, theirs.authority)


def knotd_repeats_addresses(query, theirs, ours):
    """Two MX records of one exchange: knotd adds its addresses twice."""
    return theirs.same(ours, "additional") and set(theirs.additional) == set(ours.additional)


def knotd_zero_octet(query, theirs, ours):
    """Names with the octet 0: knotd's order of names is not the canonical one."""
    return theirs.same(ours, "authority") and any(b"\0" in label for label in query.name) and \
        {covered(r) for r in set(theirs.authority) ^ set(ours.authority)} == {NSEC}


def nsd_wildcard_after_dname(query, theirs, ours):
    """A wildcard that is reached through a DNAME: nsd's NSEC does not cover the name."""
    return theirs.same(ours, "authority") and DNAME in {r.type for r in ours.answer} and \
        {covered(r) for r in set(ours.authority) ^ set(theirs.authority)} == {NSEC}


def named_compression(query, theirs, ours):
    """named lets the synthesized CNAME point into the DNAME's RDATA, so that its reply is shorter and fits."""
    return ours.tc and not theirs.tc and theirs.rcode == ours.rcode and DNAME in {r.type for r in theirs.answer}


ROWS = (
    (named_authoritative_addresses, ("named",), "RFC 9471 section 3.3: put whatever NS addresses are available into the additional section"),
    (named_loop, ("named",), "RFC 1034 section 3.6.2: loops are signalled as an error, by those who follow them to the end; the records are true"),
    (short_loop, ("knotd", "nsd"), "RFC 1034 section 4.3.2: go back to step 1; RFC 2181 section 5: no record twice"),
    (cname_into_other_zone, ("named", "nsd"), "RFC 1034 section 4.3.2: follow; how far is the server's choice, the client asks for the rest"),
    (named_any, ("named",), "RFC 8482 section 4.1: one RRset is enough"),
    (nsd_any, ("nsd", "knotd"), "RFC 8482 section 4.1: which RRset is the server's choice"),
    (knotd_rrsig, ("knotd",), "RFC 1034 section 4.3.2: copy all RRs which match QTYPE"),
    (named_nsec_at_cut, ("named",), "RFC 4035 section 3.1.4.1 makes an exception from the referral for DS only"),
    (knotd_nsec_of_wildcard, ("knotd",), "RFC 4035 section 3.1.3.3: the NSEC that proves it must be in the authority section"),
    (nsd_denial_type_at_alias, ("nsd",), "RFC 1034 section 4.3.2: if QTYPE does not match the CNAME, follow it; RFC 4034 section 4: NSEC and RRSIG may be beside it"),
    (wildcard_ent_without_proof, ("named", "knotd"), "RFC 4035 section 3.1.3.4: an NSEC that proves that the wildcard has no such type"),
    (nsd_opt_out_encloser, ("nsd",), "RFC 5155 section 7.2.1: the closest provable encloser"),
    (nsd_minimal_additional, ("nsd",), "RFC 1034 section 4.3.2 step 6: attempt to add other RRs which may be useful"),
    (knotd_yxdomain, ("knotd",), "RFC 6672 section 2.2: YXDOMAIN"),
    (named_truncated_loop, ("named",), "as above"),
    (knotd_without_soa, ("knotd",), "RFC 2308 section 3: negative answers must have the SOA; RFC 2181 section 9: TC where what is required does not fit"),
    (truncated_earlier, ("named", "knotd", "nsd"), "RFC 2181 section 9: TC only when what is required does not fit"),
    (knotd_zero_octet, ("knotd",), "RFC 4034 section 6.1: the canonical order of names"),
    (nsd_wildcard_after_dname, ("nsd",), "RFC 4035 section 3.1.3.3: an NSEC that proves that no closer match exists"),
    (named_compression, ("named",), "RFC 3597 section 4: no compression in the RDATA of DNAME; what points to it is left open"),
    (glue_without_tc, ("named", "nsd"), "RFC 9471 section 3.1: all glue of in-domain name servers, or TC"),
    (knotd_repeats_addresses, ("knotd",), "RFC 2181 section 5: no record twice"),
    (other_choice_of_addresses, ("named", "knotd", "nsd"), "RFC 9471 section 3.2: TC is not required"),
    (named_small_ns, ("named",), "RFC 1034 section 4.3.2 step 6: attempt to add other RRs which may be useful"),
    (nsd_asterisk_asked, ("nsd",), "RFC 5155 section 7.2.3: the NSEC3 that matches QNAME"),
)


def explain(peer, query, theirs, ours):
    """The row that explains a difference, or None."""
    for row, peers, _ in ROWS:
        if peer in peers and row(query, theirs, ours):
            return row
    return None
