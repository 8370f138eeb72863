// Responses made to be dear to read and to group: as many records as fit, in the order and of the
// names that ask for most work.
#pragma once

#include <string>
#include <vector>

#include "vouch/base/wire_writer.hpp"
#include "vouch/message/header.hpp"

namespace vouch {

struct WorstResponse {
  std::string what;
  Octets octets;
};

/// Writes one response whose question is `a.` A, until `most` records or 65,535 octets are there.
class WorstWriter {
 public:
  explicit WorstWriter(RRType asked = RRType::A) : writer_(octets_) {
    octets_.assign(Header::octets, 0);
    octets_[2] = 0x84;
    octets_[5] = 1;
    writer_.octets(Name::parse("a.").value().wire());
    writer_.u16(static_cast<std::uint16_t>(asked));
    writer_.u16(1);
  }

  std::size_t offset() const { return octets_.size(); }
  unsigned count() const { return count_; }

  /// False where it does not fit any more.
  bool add(const Octets& owner, RRType type, const Octets& rdata) {
    if (octets_.size() + owner.size() + 10 + rdata.size() > max_message_octets) return false;
    writer_.octets(owner);
    writer_.u16(static_cast<std::uint16_t>(type));
    writer_.u16(1);
    writer_.u32(300);
    writer_.u16(static_cast<std::uint16_t>(rdata.size()));
    writer_.octets(rdata);
    ++count_;
    return true;
  }

  Octets finish() {
    octets_[6] = static_cast<std::uint8_t>(count_ >> 8);
    octets_[7] = static_cast<std::uint8_t>(count_);
    return std::move(octets_);
  }

 private:
  Octets octets_;
  WireWriter writer_;
  unsigned count_ = 0;
};

inline Octets pointer_to(std::size_t offset) {
  return {static_cast<std::uint8_t>(0xc0 | offset >> 8), static_cast<std::uint8_t>(offset)};
}

/// One label of a few capital letters that number `i`, then a pointer.
inline Octets numbered(unsigned i, std::size_t target) {
  Octets name = {3, static_cast<std::uint8_t>('A' + i % 26),
                 static_cast<std::uint8_t>('A' + i / 26 % 26),
                 static_cast<std::uint8_t>('A' + i / 676 % 26)};
  append_octets(name, pointer_to(target));
  return name;
}

/// A name of 251 octets, of labels of `size` capital letters.
inline Octets long_name(std::size_t size) {
  Octets name;
  while (name.size() + size + 2 <= 250) {
    name.push_back(static_cast<std::uint8_t>(size));
    name.insert(name.end(), size, 'Q');
  }
  name.push_back(0);
  return name;
}

/// Writes a record whose RDATA is a long name, made of labels that each point to the next where
/// `chained`; returns where the name begins.
inline std::size_t put_long_name(WorstWriter& writer, std::size_t label, bool chained) {
  const std::size_t head = 2 + 10;
  if (!chained) {
    const std::size_t at = writer.offset() + head;
    writer.add(pointer_to(Header::octets), RRType{65280}, long_name(label));
    return at;
  }
  Octets labels;
  const std::size_t begin = writer.offset() + head;
  std::size_t next = begin;
  labels.push_back(0);
  for (int i = 0; i < 120; ++i) {
    const std::size_t at = begin + labels.size();
    labels.insert(labels.end(), {1, 'Q'});
    append_octets(labels, pointer_to(next));
    next = at;
  }
  writer.add(pointer_to(Header::octets), RRType{65280}, labels);
  return next;
}

constexpr int worst_response_count = 16;

/// Makes responses of `most` records each, as far as they fit.
class WorstResponses {
 public:
  explicit WorstResponses(unsigned most) : most_(most) {}

  std::vector<WorstResponse> take() && {
    add_addresses();
    add_targets();
    add_owners();
    add_others();
    return std::move(all_);
  }

 private:
  enum class Target : std::uint8_t { question, long_labels, short_labels, chained };

  /// Adds a response of records that `add` makes of their number and of where the name begins that
  /// they may point to.
  template <typename Add>
  void fill(std::string what, Target target, Add&& add) {
    WorstWriter writer;
    std::size_t at = Header::octets;
    if (target == Target::long_labels) at = put_long_name(writer, 60, false);
    if (target == Target::short_labels) at = put_long_name(writer, 1, false);
    if (target == Target::chained) at = put_long_name(writer, 1, true);
    for (unsigned i = 0; writer.count() < most_ && add(writer, at, i); ++i) {
    }
    all_.push_back({std::move(what), writer.finish()});
  }

  static Octets question() { return pointer_to(Header::octets); }
  static Octets address(unsigned i) {
    return {10, static_cast<std::uint8_t>(i >> 16), static_cast<std::uint8_t>(i >> 8),
            static_cast<std::uint8_t>(i)};
  }
  /// Neither ascending nor descending.
  static unsigned mixed(unsigned i) { return i * 7919U % 17576U; }

  void add_addresses() {
    fill("ascending A", Target::question, [](WorstWriter& writer, std::size_t, unsigned i) {
      return writer.add(question(), RRType::A, address(i));
    });
    fill("descending A", Target::question, [](WorstWriter& writer, std::size_t, unsigned i) {
      return writer.add(question(), RRType::A, address(100000 - i));
    });
    fill("duplicate A", Target::question, [](WorstWriter& writer, std::size_t, unsigned) {
      return writer.add(question(), RRType::A, address(1));
    });
    fill("two owners by turns", Target::chained,
         [](WorstWriter& writer, std::size_t at, unsigned i) {
           return writer.add(i % 2 == 0 ? pointer_to(at) : numbered(7, at), RRType::A, address(i));
         });
  }

  void add_targets() {
    fill("NS of long names", Target::long_labels,
         [](WorstWriter& writer, std::size_t at, unsigned i) {
           return writer.add(question(), RRType::NS, numbered(i, at));
         });
    fill("NS of long names, descending", Target::long_labels,
         [](WorstWriter& writer, std::size_t at, unsigned i) {
           return writer.add(question(), RRType::NS, numbered(17575 - i, at));
         });
    fill("NS of many labels", Target::short_labels,
         [](WorstWriter& writer, std::size_t at, unsigned i) {
           return writer.add(question(), RRType::NS, numbered(mixed(i), at));
         });
    fill("NS of chained pointers", Target::chained,
         [](WorstWriter& writer, std::size_t at, unsigned i) {
           return writer.add(question(), RRType::NS, numbered(mixed(i), at));
         });
  }

  void add_owners() {
    fill("owners of many labels", Target::short_labels,
         [](WorstWriter& writer, std::size_t at, unsigned i) {
           return writer.add(numbered(mixed(i), at), RRType::A, address(i));
         });
    fill("owners of chained pointers", Target::chained,
         [](WorstWriter& writer, std::size_t at, unsigned i) {
           return writer.add(numbered(mixed(i), at), RRType::A, address(i));
         });
    fill("owners, and SOA of two chained names", Target::chained,
         [](WorstWriter& writer, std::size_t at, unsigned i) {
           Octets rdata = numbered(i, at);
           append_octets(rdata, numbered(i + 1, at));
           rdata.insert(rdata.end(), 20, 0);
           return writer.add(numbered(mixed(i), at), RRType::SOA, rdata);
         });
    fill("one owner, MINFO of two chained names", Target::chained,
         [](WorstWriter& writer, std::size_t at, unsigned i) {
           Octets rdata = pointer_to(at);
           append_octets(rdata, numbered(mixed(i), at));
           return writer.add(pointer_to(at), RRType::MINFO, rdata);
         });
  }

  void add_others() {
    fill("a type each", Target::chained, [](WorstWriter& writer, std::size_t at, unsigned i) {
      return writer.add(pointer_to(at), RRType{static_cast<std::uint16_t>(40000 + mixed(i))}, {});
    });
    fill("TXT that differ at the end", Target::question,
         [](WorstWriter& writer, std::size_t, unsigned i) {
           Octets rdata(20, 'T');
           rdata[0] = 19;
           rdata[18] = static_cast<std::uint8_t>(mixed(i) >> 8);
           rdata[19] = static_cast<std::uint8_t>(mixed(i));
           return writer.add(question(), RRType::TXT, rdata);
         });
    for (const bool malformed : {false, true}) {
      fill(malformed ? "RRSIGs, a third malformed" : "RRSIGs", Target::question,
           [malformed](WorstWriter& writer, std::size_t, unsigned i) {
             Octets rdata(20, 0);
             rdata[1] = static_cast<std::uint8_t>(i % 50);
             rdata[16] = static_cast<std::uint8_t>(i >> 8);
             rdata[17] = static_cast<std::uint8_t>(i);
             if (malformed && i % 3 == 0) rdata.resize(3);
             return writer.add(question(), RRType::RRSIG, rdata);
           });
    }
  }

  unsigned most_;
  std::vector<WorstResponse> all_;
};

inline std::vector<WorstResponse> worst_responses(unsigned most = 1000) {
  return WorstResponses(most).take();
}

}  // namespace vouch
