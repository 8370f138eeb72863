// Which records are of one RRset: found by sorting hashes, so that no choice of names makes it
// slow.
#include <algorithm>
#include <cstring>

#include "vouch/base/ascii.hpp"
#include "vouch/rr/rrset.hpp"

namespace vouch {
namespace {

// RRSIGs go with the type that they cover.
RRType grouped_as(const RecordRef& record) {
  if (record.type != RRType::RRSIG || record.rdata.size() < 2) return record.type;
  return static_cast<RRType>(record.rdata[0] << 8 | record.rdata[1]);
}

// Eight octets with their letters in lower case.
std::uint64_t lowered(std::uint64_t octets) {
  constexpr std::uint64_t ones = 0x0101010101010101U;
  constexpr std::uint64_t top = ones * 0x80;
  const std::uint64_t low = octets & ~top;
  const std::uint64_t from_a = low + ones * (0x80 - 'A');
  const std::uint64_t past_z = low + ones * (0x80 - 'Z' - 1);
  const std::uint64_t is_upper = from_a & ~past_z & ~octets & top;
  return octets | is_upper >> 2;
}

std::uint64_t load(OctetView octets) {
  std::uint64_t word = 0;
  std::memcpy(&word, octets.data(), std::min<std::size_t>(octets.size(), sizeof word));
  return word;
}

// Calls visit(word) for the name's octets in lower case, eight at a time.
template <typename Visit>
void for_each_word(NameView name, Visit&& visit) {
  OctetView rest = name.wire();
  for (; rest.size() > sizeof(std::uint64_t); rest = rest.subspan(sizeof(std::uint64_t)))
    visit(lowered(load(rest)));
  visit(lowered(load(rest)));
}

// An order of names that has nothing to do with the canonical one, and is quicker to tell.
int compare_quickly(NameView left, NameView right) {
  if (left.size() != right.size()) return left.size() < right.size() ? -1 : 1;
  OctetView mine = left.wire();
  OctetView theirs = right.wire();
  while (!mine.empty()) {
    const std::size_t count = std::min<std::size_t>(mine.size(), sizeof(std::uint64_t));
    const std::uint64_t word = lowered(load(mine));
    const std::uint64_t other = lowered(load(theirs));
    if (word != other) return word < other ? -1 : 1;
    mine = mine.subspan(count);
    theirs = theirs.subspan(count);
  }
  return 0;
}

int compare_quickly(const RecordRef& left, const RecordRef& right) {
  const RRType type = grouped_as(left);
  const RRType other = grouped_as(right);
  if (type != other) return type < other ? -1 : 1;
  if (left.rrclass != right.rrclass) return left.rrclass < right.rrclass ? -1 : 1;
  return compare_quickly(left.owner, right.owner);
}

std::uint64_t hash_of(const RecordRef& record) {
  constexpr std::uint64_t factor = 0x9e3779b97f4a7c15U;
  std::uint64_t hash = static_cast<std::uint64_t>(grouped_as(record)) << 16 |
                       static_cast<std::uint64_t>(record.rrclass);
  for_each_word(record.owner, [&](std::uint64_t word) {
    hash = (hash ^ word) * factor;
    hash ^= hash >> 32;
  });
  return hash;
}

// A record by its place among the others.
struct Entry {
  std::uint64_t hash;
  std::size_t index;
};

using Entries = std::vector<Entry>;

// Sorted so that the records of one RRset are neighbours, in the order in which they came. Names
// that were made to have one hash are sorted by their octets.
Entries sorted_entries(std::span<const RecordRef> records) {
  Entries entries;
  entries.reserve(records.size());
  for (std::size_t i = 0; i < records.size(); ++i) entries.push_back({hash_of(records[i]), i});
  std::sort(entries.begin(), entries.end(), [](const Entry& left, const Entry& right) {
    return left.hash != right.hash ? left.hash < right.hash : left.index < right.index;
  });
  for (auto begin = entries.begin(); begin != entries.end();) {
    const auto other = std::find_if(begin, entries.end(),
                                    [&](const Entry& each) { return each.hash != begin->hash; });
    const bool is_one = std::all_of(begin, other, [&](const Entry& each) {
      return compare_quickly(records[begin->index], records[each.index]) == 0;
    });
    if (!is_one) {
      std::sort(begin, other, [&](const Entry& left, const Entry& right) {
        const int order = compare_quickly(records[left.index], records[right.index]);
        return order != 0 ? order < 0 : left.index < right.index;
      });
    }
    begin = other;
  }
  return entries;
}

// Puts together what the entries of one RRset say.
class Group {
 public:
  void start(const RecordRef& first) {
    first_ = &first;
    records_.clear();
    signatures_.clear();
    records_ttl_ = signatures_ttl_ = Ttl{Ttl::max_seconds};
    is_malformed_ = has_malformed_signature_ = false;
  }

  void add(const RecordRef& record) {
    if (record.type == RRType::RRSIG) {
      has_malformed_signature_ = has_malformed_signature_ || record.is_malformed;
      if (!record.is_malformed) take(record, signatures_, signatures_ttl_);
    } else {
      is_malformed_ = is_malformed_ || record.is_malformed;
      take(record, records_, records_ttl_);
    }
  }

  SignedRRset finish() {
    const RRType type = grouped_as(*first_);
    if (is_malformed_) records_.clear();
    const Ttl ttl = records_.empty() ? first_->ttl : records_ttl_;
    const Ttl signatures_ttl = signatures_.empty() ? first_->ttl : signatures_ttl_;
    return {RRset(Name(first_->owner), type, first_->rrclass, ttl, records_),
            RRset(Name(first_->owner), RRType::RRSIG, first_->rrclass, signatures_ttl, signatures_),
            is_malformed_, has_malformed_signature_};
  }

 private:
  static void take(const RecordRef& record, std::vector<OctetView>& to, Ttl& ttl) {
    to.push_back(record.rdata);
    ttl = std::min(ttl, record.ttl);
  }

  const RecordRef* first_ = nullptr;
  std::vector<OctetView> records_;
  std::vector<OctetView> signatures_;
  Ttl records_ttl_;
  Ttl signatures_ttl_;
  bool is_malformed_ = false;
  bool has_malformed_signature_ = false;
};

}  // namespace

std::vector<SignedRRset> group_record_refs(std::span<const RecordRef> records) {
  const Entries entries = sorted_entries(records);
  // Where each RRset begins among the entries, in the order of their first records.
  std::vector<std::size_t> begins;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const bool is_first =
        i == 0 || entries[i].hash != entries[i - 1].hash ||
        compare_quickly(records[entries[i].index], records[entries[i - 1].index]) != 0;
    if (is_first) begins.push_back(i);
  }
  std::vector<std::size_t> ends(begins.begin() + (begins.empty() ? 0 : 1), begins.end());
  ends.push_back(entries.size());
  std::vector<std::size_t> order(begins.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [&](std::size_t left, std::size_t right) {
    return entries[begins[left]].index < entries[begins[right]].index;
  });
  std::vector<SignedRRset> groups;
  groups.reserve(order.size());
  Group group;
  for (const std::size_t number : order) {
    group.start(records[entries[begins[number]].index]);
    for (std::size_t i = begins[number]; i < ends[number]; ++i)
      group.add(records[entries[i].index]);
    groups.push_back(group.finish());
  }
  return groups;
}

std::vector<SignedRRset> group_rrsets(std::span<const Record> records) {
  std::vector<RecordRef> refs;
  refs.reserve(records.size());
  for (const Record& each : records)
    refs.push_back({each.owner, each.type, each.rrclass, each.ttl, each.rdata});
  return group_record_refs(refs);
}

}  // namespace vouch
