#include "resolver/root_hints.hpp"

#include "vouch/base/file.hpp"
#include "vouch/zonefile/reader.hpp"

namespace vouch::resolver {
namespace {

constexpr const char* hints_text = R"($TTL 3600000
. NS a.root-servers.net.
. NS b.root-servers.net.
. NS c.root-servers.net.
. NS d.root-servers.net.
. NS e.root-servers.net.
. NS f.root-servers.net.
. NS g.root-servers.net.
. NS h.root-servers.net.
. NS i.root-servers.net.
. NS j.root-servers.net.
. NS k.root-servers.net.
. NS l.root-servers.net.
. NS m.root-servers.net.
a.root-servers.net. A 198.41.0.4
a.root-servers.net. AAAA 2001:503:ba3e::2:30
b.root-servers.net. A 170.247.170.2
b.root-servers.net. AAAA 2801:1b8:10::b
c.root-servers.net. A 192.33.4.12
c.root-servers.net. AAAA 2001:500:2::c
d.root-servers.net. A 199.7.91.13
d.root-servers.net. AAAA 2001:500:2d::d
e.root-servers.net. A 192.203.230.10
e.root-servers.net. AAAA 2001:500:a8::e
f.root-servers.net. A 192.5.5.241
f.root-servers.net. AAAA 2001:500:2f::f
g.root-servers.net. A 192.112.36.4
g.root-servers.net. AAAA 2001:500:12::d0d
h.root-servers.net. A 198.97.190.53
h.root-servers.net. AAAA 2001:500:1::53
i.root-servers.net. A 192.36.148.17
i.root-servers.net. AAAA 2001:7fe::53
j.root-servers.net. A 192.58.128.30
j.root-servers.net. AAAA 2001:503:c27::2:30
k.root-servers.net. A 193.0.14.129
k.root-servers.net. AAAA 2001:7fd::1
l.root-servers.net. A 199.7.83.42
l.root-servers.net. AAAA 2001:500:9f::42
m.root-servers.net. A 202.12.27.33
m.root-servers.net. AAAA 2001:dc3::35
)";

Result<Delegation> read(ZoneFileReader reader, const std::string& source, std::uint16_t port) {
  std::vector<Record> records;
  for (;;) {
    VOUCH_TRY(const std::optional<ParsedRecord> record, reader.next());
    if (!record) break;
    records.push_back({Name(record->owner), record->type, RRClass::IN, record->ttl,
                       Octets(record->rdata.begin(), record->rdata.end())});
  }
  if (auto hints = read_root_servers(records, port)) return *std::move(hints);
  return fail(ErrorCode::bad_zone,
              "no root server with an address; write `. NS a.root-servers.net.` and "
              "`a.root-servers.net. A 198.41.0.4`")
      .at(source);
}

ZoneFileOptions options() {
  ZoneFileOptions options;
  options.origin = Name();
  options.default_ttl = Ttl{3600};
  return options;
}

}  // namespace

Delegation built_in_root_hints(std::uint16_t port) {
  auto hints =
      read(ZoneFileReader::from_text(hints_text, "root hints", options()), "root hints", port);
  return hints.ok() ? *std::move(hints) : Delegation{};
}

Result<Delegation> read_root_hints(const std::string& path, std::uint16_t port) {
  VOUCH_TRY(ZoneFileReader reader, ZoneFileReader::open(path, options()));
  return read(std::move(reader), path, port);
}

}  // namespace vouch::resolver
