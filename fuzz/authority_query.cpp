// Queries: any octets, sent to zones signed with NSEC, NSEC3 and opt-out, get no reply or one that
// is a whole message within its limit. The first octet chooses zone, transport and policy.
#include <cstdlib>

#include "authority/engine/answer.hpp"
#include "vouch/message/message_view.hpp"
#include "vouch/sign/sign_zone.hpp"
#include "vouch/zone/zone_load.hpp"

using namespace vouch;

namespace {

constexpr const char* zone_text = R"($TTL 3600
@ SOA ns hostmaster 1 7200 3600 1209600 300
@ NS ns
@ NS ns.elsewhere.test.
@ MX 10 mail
ns A 192.0.2.1
ns AAAA 2001:db8::1
mail A 192.0.2.2
a A 192.0.2.3
a TXT "a"
alias CNAME a
loop1 CNAME loop2
loop2 CNAME loop1
to-cut CNAME x.secure
to-dname CNAME x.dn
x.ent A 192.0.2.4
*.wild A 192.0.2.5
*.walias CNAME a
x.*.went A 192.0.2.6
secure NS ns.secure
secure DS 12345 13 2 0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF
ns.secure A 192.0.2.7
insecure NS ns.secure
deep.cut NS ns.elsewhere.test.
dn DNAME target
x.target A 192.0.2.8
dnloop DNAME x.dnloop
dnlong DNAME aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
svc HTTPS 1 a alpn=h2
srv SRV 1 1 1 a
odd TYPE65280 \# 2 0102
)";

enum class Kind { nsec, nsec3, opt_out };

void expect(bool holds) {
  if (!holds) std::abort();
}

template <typename T>
T must(Result<T> result) {
  expect(result.ok());
  return *std::move(result);
}

KeyPair make_pair(const Name& apex, std::uint16_t flags) {
  return {apex, flags, 0, must(SigningKey::generate(Algorithm::ECDSAP256SHA256)), {}, {}};
}

ZonePtr make_zone(Kind kind) {
  const Name apex = must(Name::parse("example."));
  ZoneFileOptions options;
  options.origin = apex;
  auto reader = ZoneFileReader::from_text(zone_text, "zone", std::move(options));
  const LoadedZone loaded = load_zone(reader, apex);
  expect(loaded.zone != nullptr);
  std::vector<KeyPair> pairs;
  pairs.push_back(make_pair(apex, 257));
  pairs.push_back(make_pair(apex, 256));
  SignPolicy policy;
  policy.span = {{1'600'000'000}, {1'700'000'000}};
  policy.now = {1'650'000'000};
  policy.denial = kind == Kind::nsec ? DenialKind::nsec : DenialKind::nsec3;
  policy.opt_out = kind == Kind::opt_out;
  return must(sign_zone(*loaded.zone, pairs, policy)).zone;
}

const authority::ZoneSet& zones_of(Kind kind) {
  static const auto make = [](Kind made) {
    const Name failed = must(Name::parse("failed.test."));
    return authority::ZoneSet(
        {{must(Name::parse("example.")), make_zone(made)}, {failed, nullptr}});
  };
  static const authority::ZoneSet sets[] = {make(Kind::nsec), make(Kind::nsec3),
                                            make(Kind::opt_out)};
  return sets[static_cast<std::size_t>(kind)];
}

authority::AnswerPolicy policy_of(unsigned choice) {
  authority::AnswerPolicy policy;
  policy.version = "version";
  policy.nsid = {'n'};
  policy.tcp_keepalive = 100;
  policy.minimal_responses = (choice & 8U) == 0;
  policy.minimal_any = (choice & 16U) == 0;
  if ((choice & 32U) != 0) policy.cookies = authority::CookieSecrets{};
  policy.require_server_cookie = (choice & 64U) != 0;
  return policy;
}

void check_reply(OctetView query, OctetView reply, std::size_t limit) {
  expect(reply.size() <= limit);
  const auto view = MessageView::read(reply);
  expect(view.ok());
  expect(view->header().qr && view->id() == (query[0] << 8 | query[1]));
  for (const RecordView& record : view->records()) expect(record.record().ok());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* octets, std::size_t size) {
  if (size == 0) return 0;
  const unsigned choice = octets[0];
  const OctetView message(octets + 1, size - 1);
  const auto kind = static_cast<Kind>((choice & 3U) % 3U);
  const bool over_tcp = (choice & 4U) != 0;
  const Octets address = {192, 0, 2, 99};
  const authority::Client client{over_tcp ? authority::Transport::tcp : authority::Transport::udp,
                                 address, 1'650'000'000};
  const auto query = read_query(message);
  if (!query) {
    expect(message.size() < Header::octets || (message[2] & 0x80) != 0);
  } else {
    Octets reply;
    answer(zones_of(kind), *query, client, policy_of(choice), reply);
    check_reply(message, reply, over_tcp ? max_message_octets : 1232);
  }
  return 0;
}
