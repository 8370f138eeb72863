#include "vouch/name/compression.hpp"

#include "vouch/name/label_index.hpp"

namespace vouch {
namespace {

constexpr std::size_t max_pointer = 0x3fff;

std::uint32_t mix(std::uint32_t hash, LabelView label) {
  hash = (hash ^ static_cast<std::uint32_t>(label.size())) * 16777619U;
  for (const std::uint8_t octet : label) hash = (hash ^ octet) * 16777619U;
  return hash;
}

// hashes[i] is that of the suffix that begins with label i.
void suffix_hashes(const LabelIndex& index, std::uint32_t* hashes) {
  std::uint32_t hash = 2166136261U;
  for (std::size_t i = index.count(); i > 0; --i) {
    hash = mix(hash, index.label(i - 1));
    hashes[i - 1] = hash;
  }
}

}  // namespace

bool NameCompressor::stands_at(const Octets& message, std::size_t offset, NameView name) const {
  std::size_t at = start_ + offset;
  const OctetView wire = name.wire();
  std::size_t i = 0;
  while (true) {
    if (at >= message.size()) return false;
    const std::uint8_t length = message[at];
    if (length >= 0xc0) {
      at = start_ + (static_cast<std::size_t>(length & 0x3f) << 8 | message[at + 1]);
      continue;
    }
    if (length != wire[i]) return false;
    if (length == 0) return true;
    for (std::size_t k = 1; k <= length; ++k) {
      if (message[at + k] != wire[i + k]) return false;
    }
    at += length + 1U;
    i += length + 1U;
  }
}

std::size_t NameCompressor::find(const Octets& message, NameView suffix, std::uint32_t hash) const {
  for (std::size_t i = hash % slots; table_[i].offset != 0; i = (i + 1) % slots) {
    if (table_[i].hash == hash && stands_at(message, table_[i].offset, suffix))
      return table_[i].offset;
  }
  return 0;
}

void NameCompressor::remember(std::uint32_t hash, std::size_t offset) {
  if (offset > max_pointer || used_ >= slots / 2) return;
  std::size_t i = hash % slots;
  while (table_[i].offset != 0) i = (i + 1) % slots;
  table_[i] = {hash, static_cast<std::uint16_t>(offset)};
  ++used_;
}

void NameCompressor::write(WireWriter& writer, NameView name) {
  const LabelIndex index(name);
  std::uint32_t hashes[NameView::max_labels];
  suffix_hashes(index, hashes);
  for (std::size_t i = 0; i < index.count(); ++i) {
    const std::size_t target = find(writer.target(), index.name_from(i), hashes[i]);
    if (target != 0) {
      writer.u16(static_cast<std::uint16_t>(0xc000 | target));
      return;
    }
    remember(hashes[i], writer.offset() - start_);
    const LabelView label = index.label(i);
    writer.u8(static_cast<std::uint8_t>(label.size()));
    writer.octets(label);
  }
  writer.u8(0);
}

void NameCompressor::write_uncompressed(WireWriter& writer, NameView name) {
  const LabelIndex index(name);
  std::uint32_t hashes[NameView::max_labels];
  suffix_hashes(index, hashes);
  std::size_t offset = writer.offset() - start_;
  writer.octets(name.wire());
  for (std::size_t i = 0; i < index.count(); ++i) {
    if (find(writer.target(), index.name_from(i), hashes[i]) == 0) remember(hashes[i], offset);
    offset += index.label(i).size() + 1;
  }
}

void NameCompressor::forget_from(std::size_t offset) {
  std::array<Slot, slots> kept{};
  std::swap(kept, table_);
  used_ = 0;
  for (const Slot& slot : kept) {
    if (slot.offset != 0 && slot.offset < offset) remember(slot.hash, slot.offset);
  }
}

}  // namespace vouch
