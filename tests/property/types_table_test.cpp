// Walks types.def: for every row random RDATA goes through wire, text, generic form, canonical form
// and messages, and must come back as it was.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <random>

#include "vouch/base/ascii.hpp"
#include "vouch/rr/rdata_json.hpp"
#include "vouch/rr/rrset.hpp"
#include "vouch/zonefile/reader.hpp"

namespace vouch {
namespace {

constexpr int rounds = 300;

std::uint32_t next(void* random) {
  return static_cast<std::uint32_t>((*static_cast<std::mt19937*>(random))());
}

struct Form {
  RRType type;
  RRClass rrclass;
};

// Every row in the class of its form, those with a form in another class, and types and classes
// without any.
std::vector<Form> all_forms() {
  std::vector<Form> forms;
  for (const TypeRow& row : all_type_rows())
    forms.push_back({row.type, row.rrclass.value_or(RRClass::IN)});
  forms.push_back({RRType::A, RRClass::CH});
  forms.push_back({RRType::A, RRClass::HS});
  forms.push_back({RRType::AAAA, RRClass::CH});
  forms.push_back({RRType{65280}, RRClass::IN});
  return forms;
}

std::string test_name(const testing::TestParamInfo<Form>& info) {
  std::string name = text(info.param.type) + "_" + text(info.param.rrclass);
  for (char& c : name) c = c == '-' ? '_' : c;
  return name;
}

class TypesTable : public testing::TestWithParam<Form> {
 protected:
  // Draws RDATA and hands it to the check, again and again.
  template <typename Check>
  void for_random_rdata(Check check) {
    for (int i = 0; i < rounds; ++i) {
      Octets rdata;
      append_random_rdata(rdata, type, rrclass, next, &random);
      check(rdata);
      if (HasFatalFailure()) return;
    }
  }

  const RRType type = GetParam().type;
  const RRClass rrclass = GetParam().rrclass;
  std::mt19937 random{static_cast<std::uint32_t>(type)};
};

TEST_P(TypesTable, random_rdata_is_well_formed) {
  for_random_rdata([&](const Octets& rdata) {
    const auto checked = check_rdata(type, rrclass, rdata);
    ASSERT_TRUE(checked.ok()) << checked.error().message() << '\n'
                              << rdata_text(type, rrclass, rdata, {.generic = true});
  });
}

// As a zone file the quick ways and vectors give what the table gives octet by octet.
TEST_P(TypesTable, a_zone_file_gives_the_same_octets_by_vectors) {
  if (is_meta(type)) return;
  std::string text;
  std::vector<Octets> drawn;
  for_random_rdata([&](const Octets& rdata) {
    drawn.push_back(rdata);
    text += "n 60 " + vouch::text(rrclass) + " " + vouch::text(type) + " " +
            rdata_text(type, rrclass, rdata) + "\n";
  });
  for (const Kernel kernel : {Kernel::best, Kernel::scalar}) {
    ZoneFileOptions options;
    options.any_class = true;
    options.kernel = kernel;
    auto reader = ZoneFileReader::from_text(text, "drawn", options);
    const ParsedFile file = read_all(reader);
    ASSERT_TRUE(file.errors.empty()) << file.errors[0].message();
    ASSERT_EQ(file.records.size(), drawn.size());
    for (std::size_t i = 0; i < drawn.size(); ++i)
      ASSERT_EQ(file.records[i].rdata, drawn[i]) << file.records[i].text();
  }
}

TEST_P(TypesTable, text_gives_the_same_octets) {
  for_random_rdata([&](const Octets& rdata) {
    const std::string text = rdata_text(type, rrclass, rdata);
    ASSERT_EQ(text.find('\n'), std::string::npos);
    const auto parsed = parse_rdata_text(type, rrclass, text);
    ASSERT_TRUE(parsed.ok()) << parsed.error().message() << '\n' << text;
    ASSERT_EQ(*parsed, rdata) << text;
  });
}

TEST_P(TypesTable, generic_text_gives_the_same_octets) {
  for_random_rdata([&](const Octets& rdata) {
    const auto parsed = parse_rdata_text(
        type, rrclass, rdata_text(type, rrclass, rdata, {.generic = true, .split = 56}));
    ASSERT_TRUE(parsed.ok()) << parsed.error().message();
    ASSERT_EQ(*parsed, rdata);
  });
}

// What stands in parentheses on several lines, with comments taken out, is the same RDATA.
TEST_P(TypesTable, multiline_text_gives_the_same_octets) {
  const auto joined = [](const std::string& text) {
    std::string line;
    bool quoted = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
      const char c = text[at];
      if (c == '\\') {
        line += text.substr(at++, 2);
      } else if (c == '"') {
        quoted = !quoted;
        line += c;
      } else if (!quoted && c == ';') {
        at = std::min(text.find('\n', at), text.size()) - 1;
      } else if (quoted || (c != '(' && c != ')')) {
        line += c == '\n' || c == '\t' ? ' ' : c;
      }
    }
    return line;
  };
  const RdataStyle style = {.multiline = true, .comments = true, .split = 44, .indent = 4};
  for_random_rdata([&](const Octets& rdata) {
    const std::string text = rdata_text(type, rrclass, rdata, style);
    const auto parsed = parse_rdata_text(type, rrclass, joined(text));
    ASSERT_TRUE(parsed.ok()) << parsed.error().message() << '\n' << text;
    ASSERT_EQ(*parsed, rdata) << text;
  });
}

TEST_P(TypesTable, a_message_gives_the_same_octets) {
  Octets message(12);
  NameCompressor compressor;
  WireWriter writer(message);
  compressor.write(writer, *Name::parse("aa.ab.a."));
  for_random_rdata([&](const Octets& rdata) {
    const std::size_t start = message.size();
    write_rdata(writer, compressor, type, rrclass, rdata);
    WireReader reader(message, start);
    Octets read = {1, 2, 3};
    const auto result = read_rdata(reader, message.size() - start, type, rrclass, read);
    ASSERT_TRUE(result.ok()) << result.error().message();
    ASSERT_EQ(reader.offset(), message.size());
    ASSERT_EQ(Octets(read.begin() + 3, read.end()), rdata);
    ASSERT_LE(message.size() - start, rdata.size());
  });
}

// Cut anywhere, RDATA is refused or is again RDATA that text and messages keep. Reading and
// checking agree.
TEST_P(TypesTable, truncated_rdata_is_refused_or_consistent) {
  for (int i = 0; i < rounds / 10; ++i) {
    Octets rdata;
    append_random_rdata(rdata, type, rrclass, next, &random);
    for (std::size_t size = 0; size < rdata.size(); ++size) {
      const Octets cut(rdata.begin(), rdata.begin() + static_cast<std::ptrdiff_t>(size));
      WireReader reader(cut);
      Octets read;
      const bool checked = check_rdata(type, rrclass, cut).ok();
      ASSERT_EQ(read_rdata(reader, size, type, rrclass, read).ok(), checked);
      if (!checked) {
        ASSERT_TRUE(read.empty());
        ASSERT_EQ(reader.offset(), 0U);
        continue;
      }
      ASSERT_EQ(read, cut);
      const auto parsed = parse_rdata_text(type, rrclass, rdata_text(type, rrclass, cut));
      ASSERT_TRUE(parsed.ok()) << parsed.error().message() << '\n'
                               << rdata_text(type, rrclass, cut);
      ASSERT_EQ(*parsed, cut);
    }
  }
}

TEST_P(TypesTable, canonical_form_changes_letters_of_names_only_and_is_idempotent) {
  for_random_rdata([&](const Octets& rdata) {
    Octets canonical;
    append_canonical_rdata(canonical, type, rrclass, rdata);
    ASSERT_EQ(canonical.size(), rdata.size());
    Octets again;
    append_canonical_rdata(again, type, rrclass, canonical);
    ASSERT_EQ(again, canonical);
    ASSERT_TRUE(check_rdata(type, rrclass, canonical).ok());
    ASSERT_EQ(compare_canonical_rdata(type, rrclass, canonical, rdata), 0);
    ASSERT_TRUE(equal_ignoring_case(canonical, rdata));
    if (!has_lowered_names(type)) {
      ASSERT_EQ(canonical, rdata);
    }
  });
}

TEST_P(TypesTable, canonical_order_is_that_of_the_canonical_octets) {
  Octets before;
  append_random_rdata(before, type, rrclass, next, &random);
  for_random_rdata([&](const Octets& rdata) {
    Octets left;
    Octets right;
    append_canonical_rdata(left, type, rrclass, before);
    append_canonical_rdata(right, type, rrclass, rdata);
    const int order = compare_canonical_rdata(type, rrclass, before, rdata);
    const int expected = compare_octets(left, right);
    ASSERT_EQ(order < 0, expected < 0);
    ASSERT_EQ(order > 0, expected > 0);
    before = rdata;
  });
}

TEST_P(TypesTable, names_are_found_where_they_stand) {
  for_random_rdata([&](const Octets& rdata) {
    const auto visit = [](void* context, std::size_t offset, NameView name) {
      const Octets& whole = *static_cast<const Octets*>(context);
      ASSERT_LE(offset + name.size(), whole.size());
      WireReader reader(whole, offset);
      const auto read = NameView::read(reader);
      ASSERT_TRUE(read.ok());
      ASSERT_TRUE(equal_octets(read->wire(), name.wire()));
    };
    Octets whole = rdata;
    for_each_name(type, rrclass, rdata, visit, &whole);
  });
}

TEST_P(TypesTable, json_has_a_member_for_each_field_and_is_ascii) {
  for_random_rdata([&](const Octets& rdata) {
    const nlohmann::ordered_json json = rdata_json(type, rrclass, rdata);
    ASSERT_TRUE(json.is_object());
    ASSERT_FALSE(json.empty());
    for (const char c : json.dump()) ASSERT_TRUE(c >= 0x20 && c < 0x7f);
  });
}

INSTANTIATE_TEST_SUITE_P(Rows, TypesTable, testing::ValuesIn(all_forms()), test_name);

}  // namespace
}  // namespace vouch
