// Random records that vouch prints are read by the installed peers as the same octets.
//
// A peer may refuse the content of a record (an NSEC bitmap without NSEC, a regular expression that
// is none); it must not read another record. Of every type that the peer knows it must accept some.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "tests/interop/rr_text/programs.hpp"
#include "tests/interop/rr_text/random_records.hpp"
#include "vouch/base/ascii.hpp"
#include "vouch/zonefile/reader.hpp"

namespace vouch::interop {
namespace {

constexpr std::size_t records_of_a_type = 24;

struct Peer {
  std::string name;
  std::string command;           ///< before the path of the zone file
  bool prints;                   ///< prints what it read
  std::set<std::string> lacks;   ///< types that it doesn't know
  std::set<std::string> spoils;  ///< types that it reads or prints as others
  std::string trips_on = {};     ///< text that makes it read another name
};

void PrintTo(const Peer& peer, std::ostream* to) { *to << peer.name; }

// BIND 9.18 refuses the obsolete MD and MF, and wants flags of zero of RKEY, regular expressions of
// NAPTR.
const Peer named = {
    "named",
    "named-checkzone -D -q -i none -k ignore -m ignore -M ignore -n ignore -r ignore -S ignore "
    "-W ignore example.",
    true,
    {"MD", "MF", "RKEY", "CLA", "IPN", "NAPTR"},
    {}};

// NSD 4.6 prints protocols by their local names and refuses TYPE<n> in NXT; it keeps the first
// string of SPF only, rounds hashes up to 5 octets, and ends gateway names at a zero octet.
const Peer nsd = {
    "nsd",
    "nsd-checkzone -p example.",
    true,
    {"NSAP-PTR", "GPOS",     "EID",     "NIMLOC", "ATMA", "A6",    "SINK", "HIP", "NINFO",
     "RKEY",     "TALINK",   "DSYNC",   "HHIT",   "BRID", "UINFO", "UID",  "GID", "UNSPEC",
     "DOA",      "AMTRELAY", "RESINFO", "WALLET", "CLA",  "IPN",   "TA"},
    {"WKS", "NXT", "SPF", "NSEC3", "IPSECKEY"},
    "\\\\."};

// ldns 1.8 prints ports by their local names and NSAP-PTR as a string, other formats of ATMA as the
// first, an empty bitmap of CSYNC as TYPE0, and sizes of LOC that are zero without their exponent;
// an escaped @ in front of a name makes it the origin.
const Peer ldns = {
    "ldns",
    "ldns-read-zone",
    true,
    {"NXT", "A6",     "SINK", "NINFO", "RKEY",     "DSYNC",   "HHIT",   "BRID", "UINFO", "UID",
     "GID", "UNSPEC", "AVC",  "DOA",   "AMTRELAY", "RESINFO", "WALLET", "CLA",  "IPN",   "TA"},
    {"WKS", "NSAP-PTR", "ATMA", "CSYNC", "LOC"},
    "\\@"};

// Knot 3.2.
const Peer knot = {"knot",
                   "kzonecheck -v -o example.",
                   false,
                   {"MD",     "MF",       "MB",       "MG",     "MR",  "NULL",  "WKS",    "X25",
                    "ISDN",   "NSAP",     "NSAP-PTR", "SIG",    "PX",  "GPOS",  "NXT",    "EID",
                    "NIMLOC", "ATMA",     "A6",       "SINK",   "HIP", "NINFO", "RKEY",   "TALINK",
                    "DSYNC",  "HHIT",     "BRID",     "UINFO",  "UID", "GID",   "UNSPEC", "AVC",
                    "DOA",    "AMTRELAY", "RESINFO",  "WALLET", "CLA", "IPN",   "TA",     "DLV"},
                   {}};

class ZoneText : public testing::TestWithParam<Peer> {
 protected:
  void SetUp() override {
    const std::string program = GetParam().command.substr(0, GetParam().command.find(' '));
    if (!is_installed(program)) GTEST_SKIP() << program << " is not installed";
  }

  // Whether the RDATA has what the peer trips on, or mentions a type that it lacks.
  static bool trips_on(const Record& record) {
    const Peer& peer = GetParam();
    const std::string text = rdata_text(record.type, record.rrclass, record.rdata);
    if (!peer.trips_on.empty() && text.find(peer.trips_on) != std::string::npos) return true;
    std::istringstream words(text);
    for (std::string word; words >> word;) {
      if (peer.lacks.count(word) != 0 || word == "NXNAME") return true;
    }
    return false;
  }

  // Gives the peer a zone of these records and checks those that it prints; false where it refuses
  // the zone.
  bool reads(const std::vector<const Record*>& records) {
    std::ofstream zone(folder_.path("zone"));
    zone << "example.\t3600\tIN\tSOA\tns.example. hostmaster.example. 1 7200 3600 1209600 3600\n"
         << "example.\t3600\tIN\tNS\tns.example.\nns.example.\t3600\tIN\tA\t192.0.2.1\n";
    for (const Record* record : records) zone << record->text() << '\n';
    zone.close();
    const Output output = run(GetParam().command + " " + folder_.path("zone") +
                              (GetParam().prints ? " 2>/dev/null" : " 2>&1"));
    if (!GetParam().prints) return output.text.find("zone loader, error") == std::string::npos;
    return output.status == 0 && prints_all(records, output.text);
  }

  // Whether the text has every record; one that has other octets fails the test.
  static bool prints_all(const std::vector<const Record*>& records, const std::string& text) {
    std::map<Name, const Record*> wanted;
    for (const Record* record : records) wanted[record->owner] = record;
    auto reader = ZoneFileReader::from_text(text, GetParam().name, {});
    const ParsedFile printed = read_all(reader);
    std::size_t found = 0;
    for (const Record& theirs : printed.records) {
      const auto known = wanted.find(theirs.owner);
      if (known == wanted.end() || theirs.type != known->second->type) continue;
      const Record& ours = *known->second;
      EXPECT_TRUE(equal_ignoring_case(theirs.rdata, ours.rdata))
          << "vouch: " << ours.text() << '\n'
          << GetParam().name << ": " << theirs.text();
      ++found;
    }
    return found == records.size();
  }

  Folder folder_;
};

TEST_P(ZoneText, the_peer_reads_the_octets_that_were_printed) {
  const std::vector<Record> records = random_records(records_of_a_type, 1035);
  for (auto first = records.begin(); first != records.end(); first += records_of_a_type) {
    const std::string type = text(first->type);
    if (first->type == RRType::SOA) continue;  // one for a zone
    if (GetParam().lacks.count(type) + GetParam().spoils.count(type) != 0) continue;
    std::vector<const Record*> group;
    for (std::size_t i = 0; i < records_of_a_type; ++i) {
      const Record& record = first[static_cast<std::ptrdiff_t>(i)];
      if (!trips_on(record)) group.push_back(&record);
    }
    if (reads(group)) continue;
    // Random service parameters are mostly refused: reserved keys, new keys, texts that are no
    // UTF-8.
    if (first->type == RRType::SVCB || first->type == RRType::HTTPS) continue;
    std::size_t accepted = 0;
    for (const Record* record : group) accepted += reads({record}) ? 1 : 0;
    EXPECT_GT(accepted, 0U) << GetParam().name << " reads no " << type << ", like "
                            << first->text();
  }
}

std::string test_name(const testing::TestParamInfo<Peer>& info) { return info.param.name; }

INSTANTIATE_TEST_SUITE_P(Peers, ZoneText, testing::Values(named, nsd, ldns, knot), test_name);

}  // namespace
}  // namespace vouch::interop
