; Installs for the user who runs it: no administrator is asked, and the sandbox listens on 127.0.0.1 alone, so
; the firewall asks nothing either. shipping/windows.py gives NAME, TITLE, VERSION, MAKERS, BUNDLE, ICON, TARGET,
; and SIGN, the command that signs the file behind it, where something is signed.
Unicode true
!include "MUI2.nsh"

Name "${TITLE}"
OutFile "${TARGET}"
InstallDir "$LOCALAPPDATA\Programs\${TITLE}"
InstallDirRegKey HKCU "Software\${NAME}" "Folder"
RequestExecutionLevel user
SetCompressor /SOLID lzma
BrandingText "${TITLE} ${VERSION}"
!ifdef SIGN
  !uninstfinalize '${SIGN} "%1"' = 0
!endif

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_FINISHPAGE_RUN "$INSTDIR\${NAME}.exe"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "German"
!insertmacro MUI_LANGUAGE "Japanese"
; Which of them it is, the language of the user's Windows says.
LangString REQUEST ${LANG_ENGLISH} "Amazon Connect chat request"
LangString REQUEST ${LANG_GERMAN} "Chat-Anfrage für Amazon Connect"
LangString REQUEST ${LANG_JAPANESE} "Amazon Connect チャットのリクエスト"

LangString RUNNING ${LANG_ENGLISH} "${TITLE} is running. Close it, then try again."
LangString RUNNING ${LANG_GERMAN} "${TITLE} läuft noch. Schließen Sie es und versuchen Sie es dann erneut."
LangString RUNNING ${LANG_JAPANESE} "${TITLE} が実行中です。終了してから、もう一度お試しください。"

; Windows lets nobody write to a program that runs, and what it holds could be removed by half.
!macro WAIT_FOR_END PROGRAM ID
  IfFileExists "$INSTDIR\${PROGRAM}" 0 free_${ID}
  held_${ID}:
    ClearErrors
    FileOpen $0 "$INSTDIR\${PROGRAM}" a
    IfErrors 0 closed_${ID}
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(RUNNING)" /SD IDCANCEL IDRETRY held_${ID}
    Abort
  closed_${ID}:
    FileClose $0
  free_${ID}:
!macroend

!define GONE "Software\Microsoft\Windows\CurrentVersion\Uninstall\${NAME}"
!define TYPE "ConnectChatConsole.Request"

Section
  !insertmacro WAIT_FOR_END "${NAME}.exe" window
  !insertmacro WAIT_FOR_END "${NAME}-cli.exe" verbs
  ; What an older version had and this one has not must not stay: its own folder is emptied first.
  IfFileExists "$INSTDIR\_internal\*.*" 0 +2
    RMDir /r "$INSTDIR\_internal"
  SetOutPath "$INSTDIR"
  File /r "${BUNDLE}\*.*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\${TITLE}.lnk" "$INSTDIR\${NAME}.exe"

  WriteRegStr HKCU "Software\${NAME}" "Folder" "$INSTDIR"
  WriteRegStr HKCU "${GONE}" "DisplayName" "${TITLE}"
  WriteRegStr HKCU "${GONE}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${GONE}" "DisplayIcon" "$INSTDIR\${NAME}.exe"
  WriteRegStr HKCU "${GONE}" "Publisher" "${MAKERS}"
  WriteRegStr HKCU "${GONE}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${GONE}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${GONE}" "NoModify" 1
  WriteRegDWORD HKCU "${GONE}" "NoRepair" 1

  ; A saved request and a link open here; both fill the form and start nothing.
  WriteRegStr HKCU "Software\Classes\.chatrequest" "" "${TYPE}"
  WriteRegStr HKCU "Software\Classes\${TYPE}" "" "$(REQUEST)"
  WriteRegStr HKCU "Software\Classes\${TYPE}\DefaultIcon" "" "$INSTDIR\${NAME}.exe,0"
  WriteRegStr HKCU "Software\Classes\${TYPE}\shell\open\command" "" '"$INSTDIR\${NAME}.exe" "%1"'
  WriteRegStr HKCU "Software\Classes\${NAME}" "" "URL:${TITLE}"
  WriteRegStr HKCU "Software\Classes\${NAME}" "URL Protocol" ""
  WriteRegStr HKCU "Software\Classes\${NAME}\shell\open\command" "" '"$INSTDIR\${NAME}.exe" "%1"'
SectionEnd

Section "Uninstall"
  !insertmacro WAIT_FOR_END "${NAME}.exe" window
  !insertmacro WAIT_FOR_END "${NAME}-cli.exe" verbs
  ; Named one by one: a folder that somebody chose may hold what is not ours. The user's data stays.
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\${NAME}.exe"
  Delete "$INSTDIR\${NAME}-cli.exe"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${TITLE}.lnk"
  DeleteRegKey HKCU "Software\Classes\.chatrequest"
  DeleteRegKey HKCU "Software\Classes\${TYPE}"
  DeleteRegKey HKCU "Software\Classes\${NAME}"
  DeleteRegKey HKCU "${GONE}"
  DeleteRegKey HKCU "Software\${NAME}"
SectionEnd
