#include "tests/unit/authority/signed_zone.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "vouch/base/encoding.hpp"
#include "vouch/crypto/digest.hpp"
#include "vouch/rr/typed/dnssec.hpp"
#include "vouch/rr/typed/zone.hpp"
#include "vouch/zone/zone_builder.hpp"
#include "vouch/zonefile/reader.hpp"

namespace vouch::authority {
namespace {

using Types = std::set<RRType>;
using Names = std::map<Name, Types>;

std::vector<Record> read_records(const std::string& text, const Name& apex) {
  ZoneFileOptions options;
  options.origin = apex;
  options.default_ttl = Ttl{3600};
  auto reader = ZoneFileReader::from_text(text, "zone", options);
  ParsedFile file = read_all(reader);
  for (const Error& error : file.errors) ADD_FAILURE() << error.message();
  return file.records;
}

/// Names below a delegation or a DNAME, which are in no chain and unsigned.
bool is_occluded(const Names& names, const Name& name, const Name& apex) {
  for (Name above = name; above != apex;) {
    above = above.parent();
    const auto found = names.find(above);
    if (found == names.end()) continue;
    if (found->second.contains(RRType::DNAME)) return true;
    if (above != apex && found->second.contains(RRType::NS)) return true;
  }
  return false;
}

bool is_delegation(const Types& types, const Name& name, const Name& apex) {
  return name != apex && types.contains(RRType::NS);
}

bool is_insecure(const Types& types, const Name& name, const Name& apex) {
  return is_delegation(types, name, apex) && !types.contains(RRType::DS);
}

/// The types of a chain's bitmap: at a delegation what the parent side has.
std::vector<RRType> bitmap_types(const Types& types, const Name& name, const Name& apex) {
  std::vector<RRType> all;
  for (const RRType type : types) {
    if (!is_delegation(types, name, apex) || type == RRType::NS || type == RRType::DS)
      all.push_back(type);
  }
  return all;
}

Record nsec_of(const Name& owner, const Name& next, std::vector<RRType> types) {
  types.push_back(RRType::RRSIG);
  types.push_back(RRType::NSEC);
  Record record{owner, RRType::NSEC, RRClass::IN, Ttl{300}, {}};
  append_octets(record.rdata, next.wire());
  rr::TypeBitmap::append(record.rdata, types);
  return record;
}

Record nsec3_of(OctetView hash, OctetView next, const Name& apex, std::vector<RRType> types,
                bool opt_out) {
  if (!types.empty()) types.push_back(RRType::RRSIG);
  Record record{Name::prepend(octets_of(base32hex_text(hash)), apex).value(),
                RRType::NSEC3,
                RRClass::IN,
                Ttl{300},
                {1, static_cast<std::uint8_t>(opt_out), 0, 0, 0, 20}};
  append_octets(record.rdata, next);
  rr::TypeBitmap::append(record.rdata, types);
  return record;
}

void add_nsec_chain(std::vector<Record>& records, const Names& names, const Name& apex) {
  std::vector<Name> chain;
  for (const auto& [name, types] : names) {
    if (!types.empty() && !is_occluded(names, name, apex)) chain.push_back(name);
  }
  for (std::size_t i = 0; i < chain.size(); ++i) {
    records.push_back(nsec_of(chain[i], chain[(i + 1) % chain.size()],
                              bitmap_types(names.at(chain[i]), chain[i], apex)));
  }
}

void add_nsec3_chain(std::vector<Record>& records, const Names& names, const Name& apex,
                     bool opt_out) {
  std::map<Octets, std::vector<RRType>> hashed;
  for (const auto& [name, types] : names) {
    if (types.empty() || is_occluded(names, name, apex)) continue;
    if (opt_out && is_insecure(types, name, apex)) continue;
    for (Name at = name;; at = at.parent()) {
      const Nsec3Hash hash = nsec3_hash(at, 0, {});
      hashed[Octets(hash.begin(), hash.end())] = bitmap_types(names.at(at), at, apex);
      if (at == apex) break;
    }
  }
  for (auto at = hashed.begin(); at != hashed.end(); ++at) {
    const auto next = std::next(at) == hashed.end() ? hashed.begin() : std::next(at);
    records.push_back(nsec3_of(at->first, next->first, apex, at->second, opt_out));
  }
}

Record signature_of(const RRset& rrset, const Name& apex) {
  const rr::Rrsig rrsig{rrset.type(),
                        Algorithm::ECDSAP256SHA256,
                        static_cast<std::uint8_t>(rrset.owner().label_count() -
                                                  (rrset.owner().is_wildcard() ? 1 : 0)),
                        rrset.ttl(),
                        2'000'000'000,
                        1'000'000'000,
                        12345,
                        apex,
                        {}};
  Record record{rrset.owner(), RRType::RRSIG, RRClass::IN, rrset.ttl(), rrsig.write()};
  record.rdata.resize(record.rdata.size() + 64, 0x5a);
  return record;
}

void sign(std::vector<Record>& records, const Names& names, const Name& apex) {
  std::vector<Record> signatures;
  for (const SignedRRset& set : group_rrsets(records)) {
    const RRset& rrset = set.rrset;
    if (is_occluded(names, rrset.owner(), apex)) continue;
    const auto found = names.find(rrset.owner());
    const bool is_cut = found != names.end() && is_delegation(found->second, rrset.owner(), apex);
    if (is_cut && rrset.type() != RRType::DS && rrset.type() != RRType::NSEC) continue;
    signatures.push_back(signature_of(rrset, apex));
  }
  records.insert(records.end(), signatures.begin(), signatures.end());
}

}  // namespace

Name nsec3_owner(NameView name, const Name& apex) {
  return Name::prepend(octets_of(base32hex_text(nsec3_hash(name, 0, {}))), apex).value();
}

std::vector<Record> signed_records(const std::string& text, const Name& apex, Chain chain) {
  std::vector<Record> records = read_records(text, apex);
  if (chain == Chain::unsigned_zone) return records;
  if (chain != Chain::nsec)
    records.push_back({apex, RRType::NSEC3PARAM, RRClass::IN, Ttl{0}, {1, 0, 0, 0, 0}});
  Names names;
  for (const Record& record : records) {
    names[record.owner].insert(record.type);
    for (Name at = record.owner; at != apex; at = at.parent()) names[at];
  }
  if (chain == Chain::nsec) {
    add_nsec_chain(records, names, apex);
  } else {
    add_nsec3_chain(records, names, apex, chain == Chain::opt_out);
  }
  sign(records, names, apex);
  return records;
}

ZonePtr make_zone(const std::vector<Record>& records, const Name& apex) {
  ZoneBuilder builder(apex);
  for (const Record& record : records) {
    const auto added = builder.add(record);
    if (!added.ok()) ADD_FAILURE() << added.error().message();
  }
  auto zone = builder.build();
  if (!zone.ok()) {
    ADD_FAILURE() << zone.error().message();
    return nullptr;
  }
  return *std::move(zone);
}

ZonePtr make_zone(const std::string& text, const std::string& apex, Chain chain) {
  const Name name = Name::parse(apex).value();
  return make_zone(signed_records(text, name, chain), name);
}

}  // namespace vouch::authority
