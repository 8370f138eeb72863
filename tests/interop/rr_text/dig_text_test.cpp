// Random RDATA of every type is printed as dig prints it, in each of the styles that dig's options
// ask for.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "tests/interop/rr_text/programs.hpp"
#include "tests/interop/rr_text/random_records.hpp"
#include "tests/interop/rr_text/responder.hpp"

namespace vouch::interop {
namespace {

constexpr std::size_t records_of_a_type = 30;

struct Style {
  std::string name;
  std::string options;
  RdataStyle style;
};

void PrintTo(const Style& style, std::ostream* to) { *to << style.name; }

const Style styles[] = {
    {"plain", "", {.split = 56}},
    {"nosplit", "+nosplit", {}},
    {"split_of_20", "+split=20", {.split = 20}},
    {"multiline", "+multiline", {.multiline = true, .comments = true, .indent = 4}},
    {"multiline_nosplit",
     "+multiline +nosplit",
     {.multiline = true, .comments = true, .split = RdataStyle::no_split, .indent = 4}},
    {"multiline_norrcomments",
     "+multiline +norrcomments",
     {.multiline = true, .split = 44, .indent = 4}},
    {"rrcomments", "+rrcomments", {.comments = true, .split = 56}},
    {"nocrypto", "+nocrypto", {.hide_crypto = true, .split = 56}},
    {"multiline_nocrypto",
     "+multiline +nocrypto",
     {.multiline = true, .comments = true, .hide_crypto = true, .indent = 4}},
    {"unknownformat", "+unknownformat", {.generic = true, .split = 56}},
    {"multiline_unknownformat",
     "+multiline +unknownformat",
     {.generic = true, .multiline = true, .indent = 4}},
    {"expandaaaa", "+expandaaaa", {.expand_addresses = true, .split = 56}},
};

// dig 9.18 does not know CLA and IPN, refuses NAPTR without regular expressions and RKEY with
// flags, prints A6 with two blanks before a name that follows no address, and NID and L64 without
// leading zeros.
const std::set<std::string> other_in_dig = {"CLA", "IPN", "NAPTR", "RKEY",
                                            "A6",  "NID", "L64",   "LOC"};

// dig forgets a blank, or has one too many, at the parenthesis before the octets.
const std::set<std::string> other_in_dig_on_several_lines = {"HHIT", "BRID"};

class DigText : public testing::TestWithParam<Style> {
 protected:
  void SetUp() override {
    if (!is_installed("dig")) GTEST_SKIP() << "dig is not installed";
  }

  bool is_compared(RRType type) const {
    const std::string name = text(type);
    if (GetParam().style.generic) return type != RRType::NAPTR && type != RRType::RKEY;
    if (other_in_dig.count(name) != 0) return false;
    return !GetParam().style.multiline || other_in_dig_on_several_lines.count(name) == 0;
  }

  // dig writes the number of a type in SIG that has no mnemonic, which ldns and NSD don't read; and
  // it does not know the mnemonics of the newest types.
  static bool mentions_unknown_type(const Record& record) {
    std::istringstream words(rdata_text(record.type, record.rrclass, record.rdata));
    for (std::string word; words >> word;) {
      if (word == "CLA" || word == "IPN" || word == "NXNAME") return true;
      if (record.type == RRType::SIG && word.rfind("TYPE", 0) == 0) return true;
    }
    return false;
  }

  // Service parameters that dig 9.18 prints as key8 and so on.
  static bool has_newer_parameter(const Record& record) {
    if (record.type != RRType::SVCB && record.type != RRType::HTTPS) return false;
    const std::string text = rdata_text(record.type, record.rrclass, record.rdata);
    for (const char* key : {" ohttp", " tls-supported-groups=", " docpath"}) {
      if (text.find(key) != std::string::npos) return true;
    }
    return false;
  }

  // dig 9.18 gives keys of algorithm 1 the key tag of others (RFC 4034 appendix B.1), and has no
  // mnemonics for the algorithms of RFC 9558 and RFC 9563.
  static bool has_other_algorithm(const Record& record) {
    const std::set<RRType> types = {RRType::KEY, RRType::DNSKEY, RRType::CDNSKEY, RRType::CERT};
    if (types.count(record.type) == 0) return false;
    const int algorithm = record.rdata[record.type == RRType::CERT ? 4 : 3];
    return algorithm == 1 || algorithm == 17 || algorithm == 23;
  }

  static bool differs(const Record& record) {
    return has_newer_parameter(record) || has_other_algorithm(record) ||
           mentions_unknown_type(record);
  }

  // What dig prints for each record, from the owner to the next owner; without those that it
  // refuses.
  std::map<std::size_t, std::string> printed_by_dig(const std::vector<Record>& records) {
    std::ofstream queries(folder_.path("queries"));
    for (const Record& record : records) {
      queries << record.owner.text() << " TYPE" << static_cast<unsigned>(record.type) << '\n';
    }
    queries.close();
    const Responder responder(records);
    EXPECT_NE(responder.port(), 0U);
    const Output output = run("dig -r @127.0.0.1 -p " + std::to_string(responder.port()) +
                              " +noall +answer +ignore +noedns +tries=1 +time=5 " +
                              GetParam().options + " -f " + folder_.path("queries"));
    std::map<std::size_t, std::string> printed;
    std::string* last = nullptr;
    for (const std::string& line : lines_of(output.text)) {
      if (line.rfind("0p9m", 0) == 0) {
        const auto owner = Name::parse(line.substr(0, line.find_first_of(" \t")));
        last = &printed[place_of(owner.value())];
        *last = line;
      } else if (!line.empty() && line[0] == '\t' && last != nullptr) {
        *last += '\n' + line;
      } else {
        last = nullptr;
      }
    }
    return printed;
  }

  // The RDATA of `owner TTL class type rdata`.
  static std::string rdata_of(const std::string& record) {
    std::size_t at = 0;
    for (int i = 0; i < 4; ++i) {
      at = record.find_first_of(" \t", at);
      at = std::min(record.find_first_not_of(" \t", at), record.size());
    }
    return record.substr(at);
  }

  Folder folder_;
};

TEST_P(DigText, is_the_same) {
  const std::vector<Record> records = random_records(records_of_a_type, 9018);
  const auto printed = printed_by_dig(records);
  std::map<RRType, std::size_t> compared;
  for (const auto& [place, line] : printed) {
    const Record& record = records.at(place);
    if (!is_compared(record.type) || differs(record)) continue;
    EXPECT_EQ(rdata_text(record.type, record.rrclass, record.rdata, GetParam().style),
              rdata_of(line))
        << text(record.type);
    ++compared[record.type];
  }
  for (const TypeRow& row : all_type_rows()) {
    const bool asked = row.category == TypeCategory::data && is_compared(row.type);
    EXPECT_EQ(compared[row.type] > 0, asked) << row.mnemonic;
  }
}

std::string test_name(const testing::TestParamInfo<Style>& info) { return info.param.name; }

INSTANTIATE_TEST_SUITE_P(Styles, DigText, testing::ValuesIn(styles), test_name);

}  // namespace
}  // namespace vouch::interop
