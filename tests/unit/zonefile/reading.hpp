// What the zone-file tests share: a text read to records in one line each, and to errors.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "vouch/zonefile/printer.hpp"
#include "vouch/zonefile/reader.hpp"

namespace vouch::test {

struct Reading {
  std::string records;  ///< as printed, tabs as single spaces
  std::vector<Error> errors;
  std::vector<std::uint32_t> lines;  ///< of the records
};

/// Origin `example.`, class IN, default TTL 60 where `options` is left out.
inline ZoneFileOptions example_options() {
  ZoneFileOptions options;
  options.origin = *Name::parse("example.");
  options.default_ttl = Ttl{60};
  return options;
}

inline Reading read_with(ZoneFileReader reader) {
  Reading reading;
  while (true) {
    auto next = reader.next();
    if (!next.ok()) {
      reading.errors.push_back(next.error());
      if (reading.errors.size() > 1000) return reading;
      continue;
    }
    if (!next->has_value()) break;
    const ParsedRecord& record = **next;
    append_record_text(reading.records, record.owner, record.ttl, record.rrclass, record.type,
                       record.rdata);
    reading.lines.push_back(record.line);
  }
  for (char& c : reading.records) c = c == '\t' ? ' ' : c;
  return reading;
}

inline std::string messages(const Reading& reading) {
  std::string all;
  for (const Error& error : reading.errors) all += error.message() + "\n";
  return all;
}

// Every text is read by vectors and octet by octet, whole and through a window of one block.
inline Reading read_text(std::string_view text,
                         const ZoneFileOptions& options = example_options()) {
  const Reading reading =
      read_with(ZoneFileReader::from_text(std::string(text), "test.zone", options));
  for (const Kernel kernel : {Kernel::best, Kernel::scalar}) {
    ZoneFileOptions other = options;
    other.kernel = kernel;
    other.window_octets = 64;
    const Reading again =
        read_with(ZoneFileReader::from_text(std::string(text), "test.zone", other));
    EXPECT_EQ(again.records, reading.records);
    EXPECT_EQ(again.lines, reading.lines);
    EXPECT_EQ(messages(again), messages(reading));
  }
  return reading;
}

}  // namespace vouch::test
