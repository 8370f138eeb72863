#include "vouch/rr/rrset.hpp"

#include <algorithm>
#include <unordered_map>

namespace vouch {
namespace {

void append_packed(Octets& to, OctetView rdata) {
  to.push_back(static_cast<std::uint8_t>(rdata.size() >> 8));
  to.push_back(static_cast<std::uint8_t>(rdata.size()));
  append_octets(to, rdata);
}

// Where RDATA stands in packed ones, or is to stand, as an offset; and whether it is there.
struct Position {
  std::size_t offset;
  bool found;
};

Position find(const RRset& rrset, OctetView rdata) {
  const RdataRange range = rrset.rdatas();
  std::size_t offset = 0;
  for (const OctetView other : range) {
    const int order = compare_canonical_rdata(rrset.type(), rrset.rrclass(), other, rdata);
    if (order >= 0) return {offset, order == 0};
    offset += 2 + other.size();
  }
  return {offset, false};
}

// What makes records one RRset, RRSIGs going with the type that they cover.
struct GroupKey {
  NameView owner;
  RRType type;
  RRClass rrclass;

  friend bool operator==(const GroupKey&, const GroupKey&) = default;
};

struct GroupHash {
  std::size_t operator()(const GroupKey& key) const {
    const auto type = static_cast<std::size_t>(key.type);
    return NameHash{}(key.owner) ^ (type * 0x9e3779b97f4a7c15U);
  }
};

RRType grouped_as(const Record& record) {
  if (record.type != RRType::RRSIG || record.rdata.size() < 2) return record.type;
  return static_cast<RRType>(record.rdata[0] << 8 | record.rdata[1]);
}

void add_record(RRset& rrset, const Record& record) {
  rrset.set_ttl(rrset.empty() ? record.ttl : std::min(rrset.ttl(), record.ttl));
  rrset.add(record.rdata);
}

}  // namespace

std::string Record::text() const {
  std::string line;
  owner.view().append_text(line);
  line += '\t' + std::to_string(ttl.seconds) + '\t' + vouch::text(rrclass) + '\t' +
          vouch::text(type) + '\t';
  append_rdata_text(line, type, rrclass, rdata);
  return line;
}

RRset::RRset(RRsetView view)
    : owner_(view.owner),
      type_(view.type),
      rrclass_(view.rrclass),
      ttl_(view.ttl),
      packed_(view.rdatas.packed().begin(), view.rdatas.packed().end()),
      count_(view.rdatas.size()) {}

bool RRset::add(OctetView rdata) {
  const Position position = find(*this, rdata);
  if (position.found) return false;
  const auto length = static_cast<std::uint16_t>(rdata.size());
  const std::uint8_t head[2] = {static_cast<std::uint8_t>(length >> 8),
                                static_cast<std::uint8_t>(length)};
  const auto offset = static_cast<std::ptrdiff_t>(position.offset);
  packed_.insert(packed_.begin() + offset, 2 + rdata.size(), 0);
  std::copy(std::begin(head), std::end(head), packed_.begin() + offset);
  std::copy(rdata.begin(), rdata.end(), packed_.begin() + offset + 2);
  ++count_;
  return true;
}

bool RRset::remove(OctetView rdata) {
  const Position position = find(*this, rdata);
  if (!position.found) return false;
  const auto offset = static_cast<std::ptrdiff_t>(position.offset);
  const auto size = static_cast<std::ptrdiff_t>(2 + rdata.size());
  packed_.erase(packed_.begin() + offset, packed_.begin() + offset + size);
  --count_;
  return true;
}

bool RRset::contains(OctetView rdata) const { return find(*this, rdata).found; }

std::size_t sort_rdatas(RRType type, RRClass rrclass, std::span<OctetView> rdatas) {
  if (rdatas.size() < 2) return rdatas.size();
  const auto before = [&](OctetView left, OctetView right) {
    return compare_canonical_rdata(type, rrclass, left, right) < 0;
  };
  constexpr std::size_t few = 8;
  if (rdatas.size() > few) {
    if (!std::is_sorted(rdatas.begin(), rdatas.end(), before))
      std::stable_sort(rdatas.begin(), rdatas.end(), before);
  } else {
    for (std::size_t i = 1; i < rdatas.size(); ++i) {
      const OctetView rdata = rdatas[i];
      std::size_t at = i;
      for (; at > 0 && before(rdata, rdatas[at - 1]); --at) rdatas[at] = rdatas[at - 1];
      rdatas[at] = rdata;
    }
  }
  const auto end = std::unique(rdatas.begin(), rdatas.end(), [&](OctetView left, OctetView right) {
    return !before(left, right);
  });
  return static_cast<std::size_t>(end - rdatas.begin());
}

std::size_t pack_rdatas(RRType type, RRClass rrclass, std::span<const OctetView> rdatas,
                        Octets& to) {
  std::vector<OctetView> sorted(rdatas.begin(), rdatas.end());
  sorted.resize(sort_rdatas(type, rrclass, sorted));
  for (const OctetView rdata : sorted) append_packed(to, rdata);
  return sorted.size();
}

std::vector<SignedRRset> group_rrsets(std::span<const Record> records) {
  std::vector<SignedRRset> groups;
  std::unordered_map<GroupKey, std::size_t, GroupHash> indices;
  for (const Record& record : records) {
    const GroupKey key = {record.owner, grouped_as(record), record.rrclass};
    const auto [place, is_new] = indices.try_emplace(key, groups.size());
    if (is_new) {
      groups.push_back({RRset(record.owner, key.type, key.rrclass, record.ttl),
                        RRset(record.owner, RRType::RRSIG, key.rrclass, record.ttl)});
    }
    SignedRRset& group = groups[place->second];
    add_record(record.type == RRType::RRSIG ? group.signatures : group.rrset, record);
  }
  return groups;
}

}  // namespace vouch
