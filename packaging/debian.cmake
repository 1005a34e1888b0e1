# SPDX-License-Identifier: GPL-3.0-or-later
#
# Included by CMakeLists.txt: the Debian packages, made in the build folder by
#
#   (cd build && cpack)
#
#   orthanc-deid        the plugin
#   orthanc-deid-text   the files that find text in images; only with -DORTHANC_DEID_TEXT=, the folder that
#                       build-scripts/fetch-text-recognition.sh has filled
#
# `cmake --install` installs none of this. No package has a maintainer script: dpkg alone installs, upgrades and removes
# everything.

set(ORTHANC_DEID_MAINTAINER "The OrthancDeid authors <orthanc-deid@example.org>" CACHE STRING "Who answers for the packages")
set(ORTHANC_DEID_TEXT "" CACHE PATH "The folder of the networks that find text in images, for a package of its own")

file(STRINGS Directory.Build.props VERSION_LINE REGEX "<Version>")
string(REGEX REPLACE ".*<Version>([^<]+)</Version>.*" "\\1" DEID_VERSION "${VERSION_LINE}")

set(DEBIAN_FOLDER "${CMAKE_CURRENT_LIST_DIR}/debian")
set(DEBIAN_MADE "${CMAKE_BINARY_DIR}/debian")
# In Debian's form, which has a date. A release that is missing in it would be packaged under the name of another.
file(STRINGS "${DEBIAN_FOLDER}/changelog" NEWEST LIMIT_COUNT 1)
if(NOT NEWEST MATCHES "^orthanc-deid \\(${DEID_VERSION}\\) ")
  message(FATAL_ERROR "packaging/debian/changelog begins with \"${NEWEST}\", but Directory.Build.props has version ${DEID_VERSION}")
endif()

# Installs files that only the package has.
macro(install_packaged)
  install(${ARGN} COMPONENT ${COMPONENT} EXCLUDE_FROM_ALL)
endmacro()

# The documents of each Debian package. lintian wants the changelog compressed, without a name and a date.
function(install_documents COMPONENT NAME)
  file(MAKE_DIRECTORY "${DEBIAN_MADE}")
  execute_process(COMMAND gzip -9nc "${DEBIAN_FOLDER}/changelog" OUTPUT_FILE "${DEBIAN_MADE}/changelog.gz"
    COMMAND_ERROR_IS_FATAL ANY)
  install_packaged(FILES "${DEBIAN_MADE}/changelog.gz" DESTINATION share/doc/${NAME})
  install_packaged(FILES "${DEBIAN_FOLDER}/${NAME}.copyright" DESTINATION share/doc/${NAME} RENAME copyright)
  install_packaged(FILES "${DEBIAN_FOLDER}/${NAME}.lintian-overrides" DESTINATION share/lintian/overrides RENAME ${NAME})
endfunction()

# --- The plugin: a file beside Debian's own plugins, and a link where the configuration of Orthanc looks

set(COMPONENT plugin)
set(PACKAGED_FOLDER lib/orthanc/plugins)
install_packaged(FILES "${CMAKE_BINARY_DIR}/${PLUGIN}" DESTINATION ${PACKAGED_FOLDER})
file(MAKE_DIRECTORY "${DEBIAN_MADE}")
file(CREATE_LINK ../../../${PACKAGED_FOLDER}/${PLUGIN} "${DEBIAN_MADE}/${PLUGIN}" SYMBOLIC)
install_packaged(FILES "${DEBIAN_MADE}/${PLUGIN}" DESTINATION share/orthanc/plugins)
install_packaged(FILES "${CMAKE_CURRENT_LIST_DIR}/deid.json" DESTINATION /etc/orthanc)
install_packaged(FILES README.md CHANGELOG.md DESTINATION share/doc/orthanc-deid)
execute_process(COMMAND gzip -9nc "${CMAKE_CURRENT_LIST_DIR}/THIRD-PARTY-NOTICES.txt"
  OUTPUT_FILE "${DEBIAN_MADE}/THIRD-PARTY-NOTICES.txt.gz" COMMAND_ERROR_IS_FATAL ANY)
install_packaged(FILES "${DEBIAN_MADE}/THIRD-PARTY-NOTICES.txt.gz" DESTINATION share/doc/orthanc-deid)
file(GLOB PAGES docs/*)
install_packaged(FILES ${PAGES} DESTINATION share/doc/orthanc-deid/docs)
install_documents(plugin orthanc-deid)

# --- The files that find text in images, in the folder "text" beside the plugin, where it looks for them

if(ORTHANC_DEID_TEXT)
  set(COMPONENT text)
  foreach(FILE IN ITEMS libonnxruntime.so ch_PP-OCRv4_det_infer.onnx ch_PP-OCRv4_rec_infer.onnx ppocr_keys_v1.txt)
    install_packaged(FILES "${ORTHANC_DEID_TEXT}/${FILE}" DESTINATION ${PACKAGED_FOLDER}/text)
  endforeach()
  execute_process(COMMAND gzip -9nc "${ORTHANC_DEID_TEXT}/ThirdPartyNotices.txt"
    OUTPUT_FILE "${DEBIAN_MADE}/ThirdPartyNotices.txt.gz" COMMAND_ERROR_IS_FATAL ANY)
  install_packaged(FILES "${DEBIAN_MADE}/ThirdPartyNotices.txt.gz" DESTINATION share/doc/orthanc-deid-text)
  install_documents(text orthanc-deid-text)
endif()

# --- The packages

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME orthanc-deid)
set(CPACK_PACKAGE_VERSION "${DEID_VERSION}")
set(CPACK_PACKAGE_CONTACT "${ORTHANC_DEID_MAINTAINER}")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_GROUPING IGNORE)
set(CPACK_COMPONENTS_ALL plugin)

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
if(ORTHANC_DEID_RUNTIME STREQUAL linux-arm64)
  set(CPACK_DEBIAN_PACKAGE_ARCHITECTURE arm64)
else()
  set(CPACK_DEBIAN_PACKAGE_ARCHITECTURE amd64)
endif()
if(ORTHANC_DEID_RUNTIME STREQUAL RUNTIME)
  # The required libc, read from the library itself; needs dpkg-shlibdeps of the package dpkg-dev.
  set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
else()
  # It knows only the libraries of this machine. tests/Orthanc.Tests/LibraryTests.cs checks that no newer one is needed.
  set(NEEDED_LIBC ", libc6 (>= 2.34)")
endif()

set(CPACK_DEBIAN_PLUGIN_PACKAGE_NAME orthanc-deid)
set(CPACK_DEBIAN_PLUGIN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PLUGIN_PACKAGE_DEPENDS "orthanc (>= 1.10.1)${NEEDED_LIBC}")
set(CPACK_DEBIAN_PLUGIN_PACKAGE_CONTROL_EXTRA "${DEBIAN_FOLDER}/conffiles")
set(CPACK_COMPONENT_PLUGIN_DESCRIPTION "Orthanc plugin that de-identifies DICOM by PS3.15
Answers the routes of Orthanc that anonymize and modify in place of Orthanc's
own, with the same JSON requests: at every depth of the files, with the options
of the confidentiality profile of DICOM PS3.15, with pseudonyms and shifted
dates, with an audit, and with jobs that go on after Orthanc was stopped.
.
Restart Orthanc after this package was installed, upgraded or removed.")

if(ORTHANC_DEID_TEXT)
  list(APPEND CPACK_COMPONENTS_ALL text)
  set(CPACK_DEBIAN_PLUGIN_PACKAGE_RECOMMENDS orthanc-deid-text)
  set(CPACK_DEBIAN_TEXT_PACKAGE_NAME orthanc-deid-text)
  set(CPACK_DEBIAN_TEXT_PACKAGE_SECTION science)
  set(CPACK_DEBIAN_TEXT_PACKAGE_DEPENDS "orthanc-deid (>= ${DEID_VERSION})")
  set(CPACK_COMPONENT_TEXT_DESCRIPTION "Finds text in images for the plugin orthanc-deid
ONNX Runtime, and the networks of PP-OCRv4 that find and read text which is
burned into pixels, so that orthanc-deid can mask it.")
endif()

include(CPack)
