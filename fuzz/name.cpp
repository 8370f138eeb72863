// Names: compressed ones out of the octets taken as a message, and texts. Names that are read are
// well-formed, come back out of their text and out of a compressed message, and have the order of
// their keys.
#include <cstdlib>

#include "vouch/name/compression.hpp"
#include "vouch/name/name_key.hpp"

using namespace vouch;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

void check(const Name& name) {
  WireReader reader(name.wire());
  const auto view = NameView::read(reader);
  require(view.ok() && reader.at_end() && *view == name);
  const auto parsed = Name::parse(name.text());
  require(parsed.ok() && equal_octets(parsed->wire(), name.wire()));
}

void check_order(const Name& left, const Name& right) {
  require((left <=> right) == (NameKey(left) <=> NameKey(right)));
  require(right.is_at_or_below(left) == NameKey(left).is_prefix_of(NameKey(right)));
  const NameView shared = left.view().common_ancestor(right);
  require(left.is_at_or_below(shared) && right.is_at_or_below(shared));
}

void check_compression(const Name& first, const Name& second) {
  Octets message(12);
  WireWriter writer(message);
  NameCompressor compressor;
  for (const Name* name : {&first, &second, &first}) compressor.write(writer, *name);
  WireReader reader(message, 12);
  for (const Name* name : {&first, &second, &first}) {
    const auto read = Name::read_compressed(reader);
    require(read.ok() && equal_octets(read->wire(), name->wire()));
  }
  require(reader.at_end());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* octets, size_t size) {
  if (size > 4096) return 0;
  Name last;
  const OctetView message(octets, size);
  for (std::size_t offset = 0; offset < size && offset < 64; ++offset) {
    WireReader reader(message, offset);
    const auto name = Name::read_compressed(reader);
    if (!name.ok()) {
      require(reader.offset() == offset);
      continue;
    }
    require(reader.offset() > offset && reader.offset() <= size);
    check(*name);
    check_order(last, *name);
    check_compression(last, *name);
    last = *name;
  }
  const auto parsed = Name::parse(text_of(message), last);
  if (parsed.ok()) {
    check(*parsed);
    check_order(last, *parsed);
    require(Name::lowered(*parsed) == *parsed);
  }
  return 0;
}
