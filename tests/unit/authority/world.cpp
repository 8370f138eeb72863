#include "tests/unit/authority/world.hpp"

namespace vouch::authority {

const char* const example_text = R"(
@ SOA ns1 hostmaster 1 7200 3600 1209600 300
@ NS ns1
@ NS ns.elsewhere.test.
@ A 192.0.2.1
@ MX 10 mail
ns1 A 192.0.2.11
ns1 AAAA 2001:db8::11
mail A 192.0.2.25
mail AAAA 2001:db8::25
_sip._tcp SRV 1 2 5060 mail
a A 192.0.2.2
a TXT "a"
a TYPE65280 \# 4 0a000001
alias CNAME a
alias2 CNAME alias
dangling CNAME nowhere
outside CNAME www.elsewhere.test.
loop1 CNAME loop2
loop2 CNAME loop1
to-cut CNAME www.secure
to-wild CNAME x.wild
to-child CNAME www.child
x.ent A 192.0.2.3
*.wild A 192.0.2.4
*.wild MX 10 mail
host.wild A 192.0.2.5
*.walias CNAME a
x.*.went A 192.0.2.6
secure NS ns.secure
secure NS ns1
secure DS 12345 13 2 0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF
ns.secure A 192.0.2.31
ns.secure AAAA 2001:db8::31
insecure NS ns.insecure
insecure NS ns.secure
ns.insecure A 192.0.2.41
deep.cut NS ns.elsewhere.test.
child NS ns.child
child DS 23456 13 2 0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF
ns.child A 192.0.2.51
dn DNAME target
dn TXT "dn"
below.dn A 192.0.2.7
target A 192.0.2.61
x.target A 192.0.2.62
dnout DNAME elsewhere.test.
dnloop DNAME x.dnloop
dnlong DNAME aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb.cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc
)";

namespace {

const char* const child_text = R"(
@ SOA ns hostmaster 1 7200 3600 1209600 300
@ NS ns
ns A 192.0.2.51
www A 192.0.2.71
)";

Name name(const char* text) { return Name::parse(text).value(); }

}  // namespace

World::World(Chain chain, const std::string& more)
    : records(signed_records(example_text + more, name("example."), chain)),
      zones({{name("example."), make_zone(records, name("example."))},
             {name("child.example."), make_zone(child_text, "child.example.", chain)},
             {name("broken.test."), nullptr}}) {}

Reply World::ask(const std::string& name, RRType type, Edns edns, std::uint16_t udp_size) const {
  return send(make_query(name, type, edns, udp_size));
}

Reply World::ask_tcp(const std::string& name, RRType type, Edns edns) const {
  return send(make_query(name, type, edns), Transport::tcp);
}

Reply World::send(const Octets& message, Transport transport) const {
  const Octets address = {192, 0, 2, 200};
  Octets reply;
  const auto query = read_query(message);
  if (query) answer(zones, *query, Client{transport, address, 1'700'000'000}, policy, reply);
  return read_reply(reply);
}

std::vector<std::string> with_signatures(const std::vector<std::string>& lines) {
  std::vector<std::string> all;
  for (const std::string& line : lines) {
    const std::size_t space = line.rfind(' ');
    all.push_back(line);
    all.push_back(line.substr(0, space) + " RRSIG(" + line.substr(space + 1) + ")");
  }
  return all;
}

std::vector<std::string> nsec3_lines(const std::vector<std::string>& names) {
  std::vector<std::string> lines;
  const Name apex = Name::parse("example.").value();
  for (const std::string& name : names)
    lines.push_back(nsec3_owner(Name::parse(name).value(), apex).text() + " NSEC3");
  return with_signatures(lines);
}

std::vector<std::string> operator+(std::vector<std::string> left,
                                   const std::vector<std::string>& right) {
  left.insert(left.end(), right.begin(), right.end());
  return left;
}

}  // namespace vouch::authority
