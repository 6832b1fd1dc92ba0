; The installer for Windows: for one worker, without an administrator, in Dutch. installer/windows_setup.py fills in what is in ${...}.
;   Setup.exe /S [/D=folder]           installs in silence; exit code 3 when the program is open
;   uninstall.exe /S [/DELETEDATA]     removes in silence, and keeps the worker's data unless told otherwise
Target amd64-unicode ; said before all else: the other kinds need a 32-bit Windows layer
SetCompressor /SOLID lzma
SetDateSave off
Name "Keukentafel"
OutFile "${TARGET}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\Keukentafel"
InstallDirRegKey HKCU "${KEY}" "InstallLocation"
ShowInstDetails nevershow
ShowUninstDetails nevershow
ManifestDPIAware true
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "Keukentafel"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "Keukentafel"
VIAddVersionKey "LegalCopyright" "EUPL-1.2"

!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh
!include Sections.nsh
!include "${WORK}/remove.nsh"
!define MUI_ABORTWARNING
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_RUN "$INSTDIR\keukentafel.exe"
!define MUI_FINISHPAGE_RUN_TEXT "$(START)"
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_COMPONENTS
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "Dutch"
!include "${WORK}/texts.nsh"

; A file of a running program cannot be opened for writing.
!macro RefuseWhenOpen
  ${If} ${FileExists} "$INSTDIR\${RUNS}"
    ClearErrors
    FileOpen $0 "$INSTDIR\${RUNS}" a
    ${If} ${Errors}
      MessageBox MB_OK|MB_ICONEXCLAMATION "$(RUNNING)" /SD IDOK
      SetErrorLevel 3
      Quit
    ${EndIf}
    FileClose $0
  ${EndIf}
!macroend

Section "install"
  SetShellVarContext current
  !insertmacro RefuseWhenOpen
  ${If} ${FileExists} "$INSTDIR\uninstall.exe" ; of an older version nothing stays; in a folder of somebody else's nothing is touched
    !insertmacro RemoveProgram
  ${EndIf}
  !include "${WORK}/files.nsh"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  SetOutPath "$INSTDIR" ; where the shortcut starts
  CreateShortcut "$SMPROGRAMS\Keukentafel.lnk" "$INSTDIR\keukentafel.exe"
  WriteRegStr HKCU "${KEY}" "DisplayName" "Keukentafel"
  WriteRegStr HKCU "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${KEY}" "DisplayIcon" "$INSTDIR\keukentafel.exe"
  WriteRegStr HKCU "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${KEY}" "EstimatedSize" ${KILOBYTES}
  WriteRegDWORD HKCU "${KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${KEY}" "NoRepair" 1
SectionEnd

Section "un.$(PROGRAM)" UNPROGRAM
  SectionIn RO
  SetShellVarContext current
  !insertmacro RefuseWhenOpen
  !insertmacro RemoveProgram
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR" ; only when nothing else is in it
  Delete "$SMPROGRAMS\Keukentafel.lnk"
  DeleteRegKey HKCU "${KEY}"
SectionEnd

Section /o "un.$(DATA)" UNDATA
  SetShellVarContext current
  RMDir /r "$LOCALAPPDATA\keukentafel"
SectionEnd

Function un.onInit
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/DELETEDATA" $1
  ${IfNot} ${Errors}
    !insertmacro SelectSection ${UNDATA}
  ${EndIf}
FunctionEnd

!insertmacro MUI_UNFUNCTION_DESCRIPTION_BEGIN
  !insertmacro MUI_DESCRIPTION_TEXT ${UNPROGRAM} "$(PROGRAM_MORE)"
  !insertmacro MUI_DESCRIPTION_TEXT ${UNDATA} "$(DATA_MORE)"
!insertmacro MUI_UNFUNCTION_DESCRIPTION_END
