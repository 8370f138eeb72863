#include "vouch/rr/rrset.hpp"

#include <algorithm>

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

// From so many RDATA on, they are compared by what is made of them first.
constexpr std::size_t many = 9;

// RDATA with its canonical form, which is compared octet by octet.
struct SortKey {
  OctetView canonical;
  OctetView rdata;

  friend bool operator<(const SortKey& left, const SortKey& right) {
    return compare_octets(left.canonical, right.canonical) < 0;
  }
  friend bool operator==(const SortKey& left, const SortKey& right) {
    return equal_octets(left.canonical, right.canonical);
  }
};

// Where every comparison would look for names in RDATA anew, canonical forms are made once, in
// `forms`.
std::vector<SortKey> keys_of(RRType type, RRClass rrclass, std::span<const OctetView> rdatas,
                             Octets& forms) {
  std::vector<SortKey> keys;
  keys.reserve(rdatas.size());
  if (!has_lowered_names(type)) {
    for (const OctetView rdata : rdatas) keys.push_back({rdata, rdata});
    return keys;
  }
  std::size_t octets = 0;
  for (const OctetView rdata : rdatas) octets += rdata.size();
  forms.reserve(octets);
  for (const OctetView rdata : rdatas) {
    const std::size_t begin = forms.size();
    append_canonical_rdata(forms, type, rrclass, rdata);
    keys.push_back({OctetView(forms).subspan(begin), rdata});
  }
  return keys;
}

std::size_t sort_many(RRType type, RRClass rrclass, std::span<OctetView> rdatas) {
  Octets forms;
  std::vector<SortKey> keys = keys_of(type, rrclass, rdatas, forms);
  if (!std::is_sorted(keys.begin(), keys.end())) std::stable_sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  for (std::size_t i = 0; i < keys.size(); ++i) rdatas[i] = keys[i].rdata;
  return keys.size();
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

RRset::RRset(Name owner, RRType type, RRClass rrclass, Ttl ttl, std::span<OctetView> rdatas)
    : owner_(std::move(owner)), type_(type), rrclass_(rrclass), ttl_(ttl) {
  const auto distinct = rdatas.first(sort_rdatas(type, rrclass, rdatas));
  std::size_t octets = 0;
  for (const OctetView rdata : distinct) octets += 2 + rdata.size();
  packed_.reserve(octets);
  for (const OctetView rdata : distinct) append_packed(packed_, rdata);
  count_ = distinct.size();
}

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
  if (rdatas.size() >= many) return sort_many(type, rrclass, rdatas);
  const auto before = [&](OctetView left, OctetView right) {
    return compare_canonical_rdata(type, rrclass, left, right) < 0;
  };
  for (std::size_t i = 1; i < rdatas.size(); ++i) {
    const OctetView rdata = rdatas[i];
    std::size_t at = i;
    for (; at > 0 && before(rdata, rdatas[at - 1]); --at) rdatas[at] = rdatas[at - 1];
    rdatas[at] = rdata;
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

}  // namespace vouch
