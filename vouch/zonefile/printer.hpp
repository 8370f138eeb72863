// Printing records as a zone file, one line each, in a form that every other implementation reads.
//
// Owners are absolute. Text is appended to a buffer that the caller writes out.
#pragma once

#include <string>

#include "vouch/rr/rrset.hpp"

namespace vouch {

/// Appends `owner TAB ttl TAB class TAB type TAB rdata NEWLINE` for checked RDATA.
void append_record_text(std::string& to, NameView owner, Ttl ttl, RRClass rrclass, RRType type,
                        OctetView rdata);

/// Appends every record of the RRset.
void append_rrset_text(std::string& to, RRsetView rrset);

}  // namespace vouch
