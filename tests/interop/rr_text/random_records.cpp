#include "tests/interop/rr_text/random_records.hpp"

namespace vouch::interop {
namespace {

std::uint32_t next(void* random) {
  return static_cast<std::uint32_t>((*static_cast<std::mt19937*>(random))());
}

}  // namespace

std::vector<Record> random_records(std::size_t count, std::uint32_t seed) {
  std::mt19937 random(seed);
  std::vector<Record> records;
  for (const TypeRow& row : all_type_rows()) {
    if (row.category != TypeCategory::data) continue;
    for (std::size_t i = 0; i < count; ++i) {
      const std::string place = std::to_string(records.size());
      const auto owner = Name::parse("0p9mhaveqvm6t7vbl5lop2u3t2rp3tom." + place + ".example.");
      Record record{owner.value(), row.type, RRClass::IN, Ttl{3600}, {}};
      append_random_rdata(record.rdata, row.type, RRClass::IN, next, &random);
      records.push_back(std::move(record));
    }
  }
  return records;
}

std::size_t place_of(NameView owner) {
  return std::stoul(std::string(text_of(owner.parent().first_label())));
}

}  // namespace vouch::interop
