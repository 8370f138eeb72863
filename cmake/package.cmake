# `make install` and `make package`: the executable and the papers that belong to it. The Debian package takes its
# dependencies from what the executable is linked with.

include(GNUInstallDirs)
install(FILES LICENSE README.md CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
file(GLOB man_pages CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/docs/man/*.1 ${PROJECT_SOURCE_DIR}/docs/man/*.5)
foreach(page ${man_pages})
  string(REGEX REPLACE ".*[.]" "" section ${page})
  install(FILES ${page} DESTINATION ${CMAKE_INSTALL_MANDIR}/man${section})
endforeach()
install(FILES packaging/vouch.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME vouch)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_CONTACT "The vouch authors")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "DNSSEC suite: sign, serve, resolve, ask and explain")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
include(CPack)
