; The Windows installer, made by Inno Setup from the folder that `dev.py package` built.
; It needs no administrator: the program goes to the account's own programs.

#define Program "Sạch Ma Túy"
#ifndef Version
  #error Say which version it is: ISCC /DVersion=1.2.3 (dev.py package does)
#endif

[Setup]
AppId={{8C1C3B1E-6B0A-4F0E-9E43-5D2B7F1A6C90}
AppName={#Program}
AppVersion={#Version}
AppVerName={#Program} {#Version}
DefaultDirName={localappdata}\Programs\SachMaTuy
DefaultGroupName={#Program}
DisableProgramGroupPage=yes
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0
ChangesAssociations=yes
LicenseFile=..\..\LICENSE
OutputDir=..\..\dist
OutputBaseFilename=sachmatuy-{#Version}-setup
Compression=lzma2
SolidCompression=yes
WizardStyle=modern
UninstallDisplayIcon={app}\sachmatuy-window.exe

[Languages]
Name: "english"; MessagesFile: "compiler:Default.isl"

[Tasks]
Name: "desktopicon"; Description: "Tạo biểu tượng trên màn hình nền"

[Files]
Source: "..\..\dist\sachmatuy\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[InstallDelete]
; What an older version left in the program's own folder; an office's records lie elsewhere.
Type: filesandordirs; Name: "{app}\_internal"

[Icons]
Name: "{group}\{#Program}"; Filename: "{app}\sachmatuy-window.exe"
Name: "{userdesktop}\{#Program}"; Filename: "{app}\sachmatuy-window.exe"; Tasks: desktopicon

[Registry]
; A double click on a bundle opens the program with it.
Root: HKA; Subkey: "Software\Classes\.smt"; ValueType: string; ValueData: "SachMaTuy.Bundle"; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\.smt\OpenWithProgids"; ValueType: string; ValueName: "SachMaTuy.Bundle"; ValueData: ""; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\SachMaTuy.Bundle"; ValueType: string; ValueData: "Gói dữ liệu Sạch Ma Túy"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\SachMaTuy.Bundle\DefaultIcon"; ValueType: string; ValueData: "{app}\sachmatuy-window.exe,0"
Root: HKA; Subkey: "Software\Classes\SachMaTuy.Bundle\shell\open\command"; ValueType: string; ValueData: """{app}\sachmatuy-window.exe"" ""%1"""

[Run]
Filename: "{app}\sachmatuy-window.exe"; Description: "Mở {#Program}"; Flags: nowait postinstall skipifsilent
